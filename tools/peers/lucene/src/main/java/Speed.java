import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Lucene over the statements of make bench-peers: stemmed English and Spanish, a field of
 * words as written for phrases, prefixes and misspelt words, four facets, the ten best
 * with an exact count, and highlights.
 *
 * <pre>
 * Speed build STATEMENTS INDEX
 * Speed ask INDEX QUESTIONS
 * </pre>
 */
public class Speed {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] FACETS = {"session", "topic", "organization", "year"};
  private static final int PASSES = 3;
  private static final Analyzer ENGLISH = stemmed(EnglishAnalyzer.getDefaultStopSet(), "English");
  private static final Analyzer SPANISH = stemmed(SpanishAnalyzer.getDefaultStopSet(), "Spanish");
  private static final Analyzer WRITTEN = written();
  private static final Analyzer ANALYZER = new PerFieldAnalyzerWrapper(ENGLISH, Map.of("es", SPANISH, "written", WRITTEN));

  private static Analyzer stemmed(CharArraySet stops, String name) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        return new TokenStreamComponents(words, new SnowballFilter(new ASCIIFoldingFilter(new StopFilter(new LowerCaseFilter(words), stops)), name));
      }
    };
  }

  private static Analyzer written() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        return new TokenStreamComponents(words, new ASCIIFoldingFilter(new LowerCaseFilter(words)));
      }
    };
  }

  /** Processor time of this process in seconds. */
  private static double cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
  }

  private static FacetsConfig facets() {
    FacetsConfig config = new FacetsConfig();
    for (String f : FACETS) {
      config.setIndexFieldName(f, "facet_" + f);
    }
    return config;
  }

  public static void main(String[] args) throws Exception {
    if (args[0].equals("build")) {
      build(Path.of(args[1]), Path.of(args[2]));
    } else {
      ask(Path.of(args[1]), Path.of(args[2]));
    }
  }

  private static void build(Path statements, Path folder) throws IOException {
    double begin = cpu();
    try (BufferedReader lines = Files.newBufferedReader(statements, StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        JSON.readTree(line);
      }
    }
    double reading = cpu() - begin;
    begin = cpu();
    IndexWriterConfig settings = new IndexWriterConfig(ANALYZER);
    settings.setRAMBufferSizeMB(400).setUseCompoundFile(false).setMergeScheduler(new SerialMergeScheduler());
    FieldType text = new FieldType(TextField.TYPE_STORED);
    text.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    text.freeze();
    FacetsConfig config = facets();
    try (IndexWriter writer = new IndexWriter(FSDirectory.open(folder), settings);
        BufferedReader lines = Files.newBufferedReader(statements, StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        JsonNode s = JSON.readTree(line);
        Document d = new Document();
        d.add(new StringField("id", s.get("id").asText(), Field.Store.YES));
        d.add(new TextField("title", s.get("title").asText(), Field.Store.YES));
        d.add(new Field(s.get("language").asText(), s.get("text").asText(), text));
        d.add(new TextField("written", s.get("text").asText(), Field.Store.NO));
        for (String f : FACETS) {
          String value = s.get(f).asText();
          if (!value.isEmpty()) {
            d.add(new SortedSetDocValuesFacetField(f, value));
            d.add(new StringField("is_" + f, value, Field.Store.YES));
          }
        }
        d.add(new NumericDocValuesField("date", s.get("year").asLong()));
        d.add(new StoredField("speaker", s.get("speaker").asText()));
        writer.addDocument(config.build(d));
      }
      writer.forceMerge(1);
    }
    double took = cpu() - begin - reading;
    long bytes = 0;
    try (var files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += Files.size(file);
      }
    }
    System.out.println(JSON.writeValueAsString(Map.of("cpu", took, "bytes", bytes)));
  }

  private final IndexSearcher searcher;
  private final Map<String, SortedSetDocValuesReaderState> states = new LinkedHashMap<>();
  private final UnifiedHighlighter highlighter;

  private Speed(Path folder) throws IOException {
    DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder));
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    for (String f : FACETS) {
      states.put(f, new DefaultSortedSetDocValuesReaderState(reader, "facet_" + f, facets()));
    }
    highlighter = UnifiedHighlighter.builder(searcher, ANALYZER).withFieldMatcher(f -> true).build();
  }

  /** All words in English, or all in Spanish. */
  private static Query words(String text) {
    BooleanQuery.Builder either = new BooleanQuery.Builder();
    either.add(new QueryBuilder(ENGLISH).createBooleanQuery("en", text, Occur.MUST), Occur.SHOULD);
    either.add(new QueryBuilder(SPANISH).createBooleanQuery("es", text, Occur.MUST), Occur.SHOULD);
    return either.build();
  }

  private static Query query(JsonNode q) {
    String text = q.get("text").asText();
    Query query = switch (q.get("class").asText()) {
      case "all" -> new MatchAllDocsQuery();
      case "phrase" -> new QueryBuilder(WRITTEN).createPhraseQuery("written", text);
      case "prefix" -> new PrefixQuery(new Term("written", text));
      case "fuzzy" -> new FuzzyQuery(new Term("written", text), 2);
      default -> words(text);
    };
    if (!q.has("year")) {
      return query;
    }
    return new BooleanQuery.Builder().add(query, Occur.MUST).add(new TermQuery(new Term("is_year", q.get("year").asText())), Occur.FILTER).build();
  }

  private int run(JsonNode q, boolean core) throws IOException {
    Query query = query(q);
    boolean all = q.get("class").asText().equals("all");
    TopDocsCollector<?> best = all
        ? TopFieldCollector.create(new Sort(new SortField("date", SortField.Type.LONG, true)), 10, Integer.MAX_VALUE)
        : TopScoreDocCollector.create(10, Integer.MAX_VALUE);
    if (core) {
      searcher.search(query, best);
      return (int) best.topDocs().totalHits.value;
    }
    FacetsCollector found = new FacetsCollector();
    Collector both = MultiCollector.wrap(best, found);
    searcher.search(query, both);
    var top = best.topDocs();
    for (String f : FACETS) {
      new SortedSetDocValuesFacetCounts(states.get(f), found).getTopChildren(100, f);
    }
    var stored = searcher.storedFields();
    for (ScoreDoc hit : top.scoreDocs) {
      stored.document(hit.doc, Set.of("id", "title", "speaker", "is_session", "is_topic", "is_organization", "is_year"));
    }
    if (top.scoreDocs.length > 0) {
      highlighter.highlightFields(new String[] {"en", "es"}, query, top, new int[] {3, 3});
    }
    return (int) top.totalHits.value;
  }

  private static void ask(Path folder, Path questions) throws IOException {
    Speed peer = new Speed(folder);
    Map<String, List<JsonNode>> classes = new LinkedHashMap<>();
    for (String line : Files.readAllLines(questions)) {
      JsonNode q = JSON.readTree(line);
      classes.computeIfAbsent(q.get("class").asText(), c -> new ArrayList<>()).add(q);
    }
    for (var c : classes.entrySet()) {
      for (boolean core : new boolean[] {true, false}) {
        Map<String, Object> out = new LinkedHashMap<>(Map.of("class", c.getKey(), "core", core));
        for (int pass = 0; pass < PASSES; pass++) {
          double begin = cpu();
          long found = 0;
          for (JsonNode q : c.getValue()) {
            found += peer.run(q, core);
          }
          double each = (cpu() - begin) * 1000 / c.getValue().size();
          out.putIfAbsent("cold", each);
          out.put("warm", each);
          out.put("found", (double) found / c.getValue().size());
        }
        System.out.println(JSON.writeValueAsString(out));
      }
    }
  }
}
