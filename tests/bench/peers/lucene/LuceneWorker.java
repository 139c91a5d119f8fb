import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

/**
 * Lucene as the other workers are: orders come in, replies go out, a line each; see worker.py. Its lengths are kept in a byte.
 * Time is taken within the JVM, around the search alone.
 */
public final class LuceneWorker {
    private static final float K1 = 0.9f, B = 0.25f;
    private static final FieldType TEXT = new FieldType();

    static {
        TEXT.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        TEXT.setTokenized(true);
        TEXT.freeze();
    }

    private FSDirectory directory;
    private DirectoryReader reader;
    private IndexSearcher searcher;

    public static void main(String[] arguments) throws Exception {
        LuceneWorker worker = new LuceneWorker();
        PrintStream replies = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] order = line.split("\t");
            try {
                replies.println("ok\t" + worker.replied(order));
            } catch (Exception error) {
                replies.println("failed\t" + String.valueOf(error).replaceAll("\\s+", " "));
            }
        }
    }

    private String replied(String[] order) throws Exception {
        return switch (order[0]) {
            case "version" -> "Lucene " + Version.LATEST + ", Java " + Runtime.version().feature();
            case "build" -> build(Path.of(order[1]), Path.of(order[2]));
            case "open" -> open(Path.of(order[1]));
            case "ask" -> ask(Integer.parseInt(order[1]), order[2].split(" "));
            case "threads" -> threads(Integer.parseInt(order[1]), Integer.parseInt(order[2]), Path.of(order[3]));
            case "add" -> add(Path.of(order[1]), Long.parseLong(order[2]));
            case "remove" -> remove(order[1]);
            default -> throw new IllegalArgumentException(order[0]);
        };
    }

    private String build(Path corpus, Path folder) throws Exception {
        long began = System.nanoTime();
        directory = FSDirectory.open(folder);
        try (IndexWriter writer = writer(); BufferedReader lines = Files.newBufferedReader(corpus)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.addDocument(document(number++, line.split("\t")));
            }
            writer.forceMerge(1);
        }
        return seconds(began);
    }

    private String open(Path folder) throws Exception {
        long began = System.nanoTime();
        directory = FSDirectory.open(folder);
        take(DirectoryReader.open(directory));
        return seconds(began);
    }

    private String ask(int k, String[] terms) throws Exception {
        long began = System.nanoTime();
        TopDocs found = search(k, terms);
        return seconds(began) + "\t" + numbers(found) + "\t" + scores(found);
    }

    private String threads(int k, int threads, Path questions) throws Exception {
        List<String[]> asked = new ArrayList<>();
        for (String line : Files.readAllLines(questions)) {
            asked.add(line.split(" "));
        }
        AtomicInteger next = new AtomicInteger();
        List<Thread> workers = new ArrayList<>();
        long began = System.nanoTime();
        for (int number = 0; number < threads; number++) {
            workers.add(Thread.ofPlatform().start(() -> {
                for (int place = next.getAndIncrement(); place < asked.size(); place = next.getAndIncrement()) {
                    try {
                        search(k, asked.get(place));
                    } catch (java.io.IOException error) {
                        throw new java.io.UncheckedIOException(error);
                    }
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return seconds(began);
    }

    private String add(Path release, long first) throws Exception {
        List<String[]> passages = new ArrayList<>();
        for (String line : Files.readAllLines(release)) {
            passages.add(line.split("\t"));
        }
        String longest = "";
        for (String[] passage : passages) {
            longest = passage[1].split(" ").length > longest.split(" ").length ? passage[1] : longest;
        }
        String[] wanted = new LinkedHashSet<>(List.of(longest.split(" "))).toArray(String[]::new);
        long began = System.nanoTime();
        try (IndexWriter writer = writer()) {
            for (String[] passage : passages) {
                writer.addDocument(document(first++, passage));
            }
        }
        take(DirectoryReader.openIfChanged(reader));
        TopDocs found = search(10, wanted);
        return seconds(began) + "\t" + numbers(found);
    }

    private String remove(String release) throws Exception {
        long began = System.nanoTime();
        try (IndexWriter writer = writer()) {
            writer.deleteDocuments(new Term("release", release));
        }
        take(DirectoryReader.openIfChanged(reader));
        return seconds(began);
    }

    private TopDocs search(int k, String[] terms) throws java.io.IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String term : terms) {
            query.add(new TermQuery(new Term("text", term)), BooleanClause.Occur.SHOULD);
        }
        return searcher.search(query.build(), k);
    }

    private IndexWriter writer() throws java.io.IOException {
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
        config.setSimilarity(new BM25Similarity(K1, B));
        config.setMergePolicy(new LogDocMergePolicy());
        return new IndexWriter(directory, config);
    }

    private void take(DirectoryReader opened) {
        reader = opened;
        searcher = new IndexSearcher(reader);
        searcher.setSimilarity(new BM25Similarity(K1, B));
        searcher.setQueryCache(null);
    }

    private static Document document(long number, String[] passage) {
        Document document = new Document();
        document.add(new Field("text", passage[1], TEXT));
        document.add(new StringField("release", passage[0], Field.Store.NO));
        document.add(new NumericDocValuesField("number", number));
        return document;
    }

    private String numbers(TopDocs found) throws java.io.IOException {
        List<String> numbers = new ArrayList<>();
        for (ScoreDoc hit : found.scoreDocs) {
            LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(hit.doc, reader.leaves()));
            var column = leaf.reader().getNumericDocValues("number");
            column.advanceExact(hit.doc - leaf.docBase);
            numbers.add(Long.toString(column.longValue()));
        }
        return String.join(" ", numbers);
    }

    private static String scores(TopDocs found) {
        List<String> scores = new ArrayList<>();
        for (ScoreDoc hit : found.scoreDocs) {
            scores.add(Float.toString(hit.score));
        }
        return String.join(" ", scores);
    }

    private static String seconds(long began) {
        return Double.toString((System.nanoTime() - began) / 1e9);
    }
}
