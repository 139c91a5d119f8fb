package communique;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessModulePlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/** One node of a cluster for tests: a home folder and settings in; it serves until its standard input ends. */
public final class Launcher extends Node {
    private Launcher(Environment environment) {
        super(environment, List.of(named(Netty4ModulePlugin.class), named(PainlessModulePlugin.class)), true);
    }

    private static PluginInfo named(Class<? extends Plugin> plugin) {
        return new PluginInfo(
            plugin.getSimpleName(), "a module", "1", Version.CURRENT, "21", plugin.getName(), null, List.of(), false);
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        for (String folder : List.of("config", "data", "logs", "modules", "plugins")) {
            Files.createDirectories(home.resolve(folder));
        }
        Map<String, String> given = new HashMap<>();
        for (int place = 1; place < arguments.length; place++) {
            String[] setting = arguments[place].split("=", 2);
            given.put(setting[0], setting[1]);
        }
        Settings settings = Settings.builder().put("path.home", home.toString()).build();
        Launcher node = new Launcher(
            InternalSettingsPreparer.prepareEnvironment(settings, given, home.resolve("config"), () -> "test"));
        node.start();
        // whoever started this holds the other end: when that process ends, however it ends, so does the node
        while (System.in.read() >= 0) {
            continue;
        }
        node.close();
        System.exit(0);
    }
}
