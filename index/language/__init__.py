"""Language: sentences, terms, dates. Text in, spans and terms out; no files, no clock."""
