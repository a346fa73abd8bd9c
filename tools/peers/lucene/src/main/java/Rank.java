import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Ranks a judged collection with Lucene as it comes: EnglishAnalyzer, BM25 with its
 * defaults, title and text in one field, any of the words of a query. Prints a run
 * in TREC's format.
 */
public class Rank {
  private static final int DEPTH = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String name(JsonNode line) {
    return line.path("_id").asText(line.path("id").asText());
  }

  public static void main(String[] files) throws Exception {
    Analyzer english = new EnglishAnalyzer();
    ByteBuffersDirectory index = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(index, new IndexWriterConfig(english));
        var lines = Files.lines(Path.of(files[0]), StandardCharsets.UTF_8)) {
      for (String line : (Iterable<String>) lines::iterator) {
        JsonNode document = JSON.readTree(line);
        Document entry = new Document();
        entry.add(new StoredField("id", name(document)));
        String body = document.path("text").asText(document.path("body").asText());
        entry.add(new TextField("text", document.path("title").asText() + "\n" + body, Field.Store.NO));
        writer.addDocument(entry);
      }
    }
    try (DirectoryReader reader = DirectoryReader.open(index);
        var lines = Files.lines(Path.of(files[1]), StandardCharsets.UTF_8)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      QueryBuilder words = new QueryBuilder(english);
      for (String line : (Iterable<String>) lines::iterator) {
        JsonNode asked = JSON.readTree(line);
        Query query = words.createBooleanQuery("text", asked.get("text").asText(), BooleanClause.Occur.SHOULD);
        if (query == null) {
          continue;
        }
        int rank = 0;
        for (ScoreDoc hit : searcher.search(query, DEPTH).scoreDocs) {
          String id = searcher.storedFields().document(hit.doc).get("id");
          rank++;
          System.out.println(name(asked) + " Q0 " + id + " " + rank + " " + hit.score + " lucene");
        }
      }
    }
  }
}
