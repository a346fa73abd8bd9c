//! Tantivy over the statements of `make bench-peers`: stemmed English and Spanish, a
//! field of words as written for phrases, prefixes and misspelt words, four facets
//! counted from columns, the ten best with an exact count, and snippets.
//!
//!     tantivy-peer build STATEMENTS INDEX
//!     tantivy-peer ask INDEX QUESTIONS

use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{BufRead, BufReader};
use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::*;
use tantivy::schema::*;
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::*;
use tantivy::{DocAddress, Index, IndexWriter, Order, Searcher, TantivyDocument, Term};

const FACETS: [&str; 4] = ["session", "topic", "organization", "year"];
const PASSES: usize = 3;
const WRITER_BYTES: usize = 400_000_000;

#[derive(Deserialize)]
struct Statement {
    id: String,
    title: String,
    language: String,
    session: String,
    topic: String,
    organization: String,
    year: String,
    speaker: String,
    text: String,
}

#[derive(Deserialize)]
struct Question {
    class: String,
    text: String,
    #[serde(default)]
    year: String,
}

#[derive(Serialize)]
struct Built {
    cpu: f64,
    bytes: u64,
}

#[derive(Serialize)]
struct Measured<'a> {
    class: &'a str,
    core: bool,
    cold: f64,
    warm: f64,
    found: f64,
}

/// Processor time of this process in seconds.
fn cpu() -> f64 {
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) };
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

fn lines<T: for<'a> Deserialize<'a>>(path: &str) -> impl Iterator<Item = T> {
    let file = BufReader::with_capacity(1 << 20, fs::File::open(path).expect("open the file"));
    file.lines().map(|line| serde_json::from_str(&line.expect("read a line")).expect("read JSON"))
}

fn plain() -> TextAnalyzerBuilder<impl Tokenizer> {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
}

fn register(index: &Index) {
    for (name, language) in [("en", Language::English), ("es", Language::Spanish)] {
        let stops = StopWordFilter::new(language).expect("stop words");
        index.tokenizers().register(name, plain().filter(stops).filter(Stemmer::new(language)).build());
    }
    index.tokenizers().register("written", plain().build());
}

fn build(statements: &str, folder: &str) {
    let reading = {
        let begin = cpu();
        lines::<Statement>(statements).for_each(drop);
        cpu() - begin
    };
    let mut schema = Schema::builder();
    let text = |tokenizer: &str| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_indexing_options(indexing)
    };
    let id = schema.add_text_field("id", STRING | STORED);
    let title = schema.add_text_field("title", text("en").set_stored());
    let english = schema.add_text_field("en", text("en").set_stored());
    let spanish = schema.add_text_field("es", text("es").set_stored());
    let written = schema.add_text_field("written", text("written"));
    let speaker = schema.add_text_field("speaker", STORED);
    let date = schema.add_u64_field("date", FAST | STORED);
    let keyword = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::Basic);
    let facets = FACETS.map(|f| schema.add_text_field(f, TextOptions::default().set_fast("raw").set_indexing_options(keyword.clone()).set_stored()));
    fs::create_dir_all(folder).expect("make the folder");
    let begin = cpu();
    let index = Index::create_in_dir(folder, schema.build()).expect("create the index");
    register(&index);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES).expect("open a writer");
    for s in lines::<Statement>(statements) {
        let mut d = TantivyDocument::new();
        d.add_text(id, &s.id);
        d.add_text(title, &s.title);
        d.add_text(if s.language == "es" { spanish } else { english }, &s.text);
        d.add_text(written, &s.text);
        d.add_text(speaker, &s.speaker);
        d.add_u64(date, s.year.parse().expect("a year"));
        for (field, value) in facets.iter().zip([&s.session, &s.topic, &s.organization, &s.year]) {
            d.add_text(*field, value);
        }
        writer.add_document(d).expect("add a statement");
    }
    writer.commit().expect("commit");
    let segments = index.searchable_segment_ids().expect("list segments");
    if segments.len() > 1 {
        writer.merge(&segments).wait().expect("merge");
    }
    writer.garbage_collect_files().wait().expect("collect garbage");
    writer.wait_merging_threads().expect("finish");
    let took = cpu() - begin - reading;
    let bytes = fs::read_dir(folder).expect("list the folder").map(|e| e.expect("an entry").metadata().expect("its size").len()).sum();
    println!("{}", serde_json::to_string(&Built { cpu: took, bytes }).expect("write JSON"));
}

struct Peer {
    searcher: Searcher,
    english: Field,
    spanish: Field,
    written: Field,
    year: Field,
    facets: Aggregations,
}

impl Peer {
    fn open(folder: &str) -> Peer {
        let index = Index::open_in_dir(folder).expect("open the index");
        register(&index);
        let field = |name: &str| index.schema().get_field(name).expect("a field");
        let facets = serde_json::json!(FACETS.map(|f| (f, serde_json::json!({"terms": {"field": f, "size": 100, "segment_size": 1000}}))).into_iter().collect::<std::collections::HashMap<_, _>>());
        Peer {
            english: field("en"),
            spanish: field("es"),
            written: field("written"),
            year: field("year"),
            facets: serde_json::from_value(facets).expect("facets"),
            searcher: index.reader().expect("open a reader").searcher(),
        }
    }

    fn terms(&self, tokenizer: &str, field: Field, text: &str) -> Vec<Term> {
        let mut analyzer = self.searcher.index().tokenizers().get(tokenizer).expect("a tokenizer");
        let mut stream = analyzer.token_stream(text);
        let mut out = vec![];
        while stream.advance() {
            out.push(Term::from_field_text(field, &stream.token().text));
        }
        out
    }

    /// All words in English, or all in Spanish.
    fn words(&self, text: &str) -> Box<dyn Query> {
        let either = [("en", self.english), ("es", self.spanish)].map(|(name, field)| {
            let mut all: Vec<(Occur, Box<dyn Query>)> = vec![];
            for term in self.terms(name, field, text) {
                all.push((Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
            }
            let part: Box<dyn Query> = if all.len() == 1 { all.remove(0).1 } else { Box::new(BooleanQuery::new(all)) };
            (Occur::Should, part)
        });
        Box::new(BooleanQuery::new(either.into()))
    }

    fn query(&self, q: &Question) -> Box<dyn Query> {
        let query: Box<dyn Query> = match q.class.as_str() {
            "all" => Box::new(AllQuery),
            "phrase" => Box::new(PhraseQuery::new(self.terms("written", self.written, &q.text))),
            "prefix" => Box::new(RegexQuery::from_pattern(&format!("{}.*", q.text), self.written).expect("a prefix")),
            "fuzzy" => Box::new(FuzzyTermQuery::new(Term::from_field_text(self.written, &q.text), 2, true)),
            _ => self.words(&q.text),
        };
        if q.year.is_empty() {
            return query;
        }
        let year = TermQuery::new(Term::from_field_text(self.year, &q.year), IndexRecordOption::Basic);
        Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(year), 0.0)))]))
    }

    fn ask(&self, q: &Question, core: bool) -> usize {
        let query = self.query(q);
        if core {
            return if q.class == "all" {
                self.searcher.search(&*query, &(Count, TopDocs::with_limit(10).order_by_fast_field::<u64>("date", Order::Desc))).expect("search").0
            } else {
                self.searcher.search(&*query, &(Count, TopDocs::with_limit(10).order_by_score())).expect("search").0
            };
        }
        let facets = AggregationCollector::from_aggs(self.facets.clone(), Default::default());
        let (total, top): (usize, Vec<DocAddress>) = if q.class == "all" {
            let found = self.searcher.search(&*query, &(Count, TopDocs::with_limit(10).order_by_fast_field::<u64>("date", Order::Desc), facets)).expect("search");
            (found.0, found.1.into_iter().map(|(_, a)| a).collect())
        } else {
            let found = self.searcher.search(&*query, &(Count, TopDocs::with_limit(10).order_by_score(), facets)).expect("search");
            (found.0, found.1.into_iter().map(|(_, a)| a).collect())
        };
        let generators = [self.english, self.spanish, self.written].map(|f| SnippetGenerator::create(&self.searcher, &*query, f).expect("snippets"));
        for address in top {
            let document: TantivyDocument = self.searcher.doc(address).expect("read a statement");
            let (place, field) = if document.get_first(self.english).is_some() { (0, self.english) } else { (1, self.spanish) };
            let text = document.get_first(field).and_then(|v| v.as_str()).unwrap_or("");
            let mut snippet = generators[place].snippet(text);
            if snippet.is_empty() {
                snippet = generators[2].snippet(text);
            }
            std::hint::black_box(snippet.to_html());
        }
        total
    }
}

fn ask(folder: &str, questions: &str) {
    let peer = Peer::open(folder);
    let questions: Vec<Question> = lines(questions).collect();
    let mut classes: Vec<&str> = vec![];
    for q in &questions {
        if !classes.contains(&q.class.as_str()) {
            classes.push(&q.class);
        }
    }
    for class in classes {
        let list: Vec<&Question> = questions.iter().filter(|q| q.class == class).collect();
        for core in [true, false] {
            let mut m = Measured { class, core, cold: 0.0, warm: 0.0, found: 0.0 };
            for pass in 0..PASSES {
                let begin = cpu();
                let found: usize = list.iter().map(|q| peer.ask(q, core)).sum();
                m.warm = (cpu() - begin) * 1000.0 / list.len() as f64;
                m.found = found as f64 / list.len() as f64;
                if pass == 0 {
                    m.cold = m.warm;
                }
            }
            println!("{}", serde_json::to_string(&m).expect("write JSON"));
        }
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "build", statements, folder] => build(statements, folder),
        [_, "ask", folder, questions] => ask(folder, questions),
        _ => panic!("tantivy-peer build STATEMENTS INDEX, or ask INDEX QUESTIONS"),
    }
}
