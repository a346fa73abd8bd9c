// Package alert runs saved searches and sends their new matches by e-mail or webhook.
//
// Matches are recorded in the same transaction as the messages about them; messages
// are sent afterwards, and then marked as sent. A message keeps its id across
// retries, so that receivers can discard duplicates.
package alert

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// Config is a valid file of alerts.
type Config struct {
	alerts []saved
	mail   mailServer
}

// Names resolves and labels ids.
type Names interface {
	// Label returns the label of an id in a language, or the id if there is none.
	Label(f corpus.Field, id string, lang corpus.Language) string
	// Resolve returns the id for an id, name, acronym or alias in any language.
	Resolve(f corpus.Field, name string) (string, bool)
}

// saved is one alert.
type saved struct {
	name    string
	request search.Request
	since   corpus.Date
	to      []string // e-mail addresses
	webhook string   // or a URL
	secret  []byte   // key of the webhook signature

	key, question string // hashes that identify the alert and its search in the outbox
}

type mailServer struct {
	host, from, user, password string
	port                       int
	tls                        string
}

// written is the YAML format of the file.
type written struct {
	Mail struct {
		Server       string `yaml:"server"`
		From         string `yaml:"from"`
		TLS          string `yaml:"tls"`
		User         string `yaml:"user"`
		PasswordEnv  string `yaml:"password_env"`
		PasswordFile string `yaml:"password_file"`
	} `yaml:"mail"`
	Alerts []writtenAlert `yaml:"alerts"`
}

type writtenAlert struct {
	Name         string   `yaml:"name" json:"-"`
	Query        string   `yaml:"query"`
	Exact        bool     `yaml:"exact"`
	Session      []string `yaml:"session"`
	Topic        []string `yaml:"topic"`
	Organization []string `yaml:"organization"`
	Kind         []string `yaml:"kind" json:",omitempty"` // omitempty: keeps the hash of older searches
	Language     []string `yaml:"language"`
	Type         []string `yaml:"type"`
	Situation    []string `yaml:"situation"`
	From         string   `yaml:"from"`
	To           string   `yaml:"to"`
	Since        string   `yaml:"since" json:"-"`
	Mail         []string `yaml:"mail" json:"-"`
	Webhook      string   `yaml:"webhook" json:"-"`
	SecretEnv    string   `yaml:"secret_env" json:"-"`
	SecretFile   string   `yaml:"secret_file" json:"-"`
}

// Reader reads alert files.
type Reader struct {
	Names Names
	// Env looks up secrets in the environment.
	Env func(name string) (string, bool)
	// AllowHTTP allows unencrypted webhooks.
	AllowHTTP bool
	// Unsent skips reading secrets, for runs that send nothing.
	Unsent bool
}

// Read reads a file of alerts. Errors wrap corpus.ErrInvalid and name the alert.
func (r Reader) Read(path string) (*Config, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("read the alerts: %w", err)
	}
	config, err := r.parse(content, filepath.Dir(path))
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("%s: %w", path, err)
	}
	return config, nil
}

func (r Reader) parse(content []byte, dir string) (*Config, error) {
	var file written
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true) // a misspelt filter would silently match too much
	if err := decoder.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(file.Alerts) == 0 {
		return nil, errors.New("it contains no alerts: list them under `alerts:`")
	}
	config, mails, names := &Config{}, false, map[string]bool{}
	for i, w := range file.Alerts {
		switch {
		case strings.TrimSpace(w.Name) == "":
			return nil, fmt.Errorf("alert %d has no name", i+1)
		case strings.ContainsFunc(w.Name, unicode.IsControl):
			return nil, fmt.Errorf("the name of alert %d contains a line break or another control character", i+1)
		case names[w.Name]:
			return nil, fmt.Errorf("two alerts are named %q: names must be unique", w.Name)
		}
		names[w.Name] = true
		one, err := r.alert(w, dir)
		if err != nil {
			return nil, fmt.Errorf("alert %q: %w", w.Name, err)
		}
		mails = mails || len(one.to) > 0
		config.alerts = append(config.alerts, one)
	}
	if mails {
		var err error
		if config.mail, err = r.mailServer(file, dir); err != nil {
			return nil, fmt.Errorf("mail: %w", err)
		}
	}
	return config, nil
}

func (r Reader) alert(w writtenAlert, dir string) (saved, error) {
	a := saved{name: w.Name, to: w.Mail, webhook: w.Webhook, key: digest(w.Name)}
	expr, err := query.Parse(w.Query)
	if err != nil {
		return a, err
	}
	if all, ok := expr.(query.All); ok {
		expr = query.And(all) // alerts never relax a search
	}
	a.request = search.Request{Query: expr, Exact: w.Exact, Sort: search.SortOldest, Filters: search.Filters{Values: map[corpus.Field][]string{}}}
	for f, names := range map[corpus.Field][]string{
		corpus.FieldSession: w.Session, corpus.FieldTopic: w.Topic, corpus.FieldOrganization: w.Organization,
		corpus.FieldLanguage: w.Language, corpus.FieldType: w.Type, corpus.FieldSituation: w.Situation, corpus.FieldKind: w.Kind,
	} {
		for _, name := range names {
			id, ok := r.Names.Resolve(f, name)
			if !ok {
				id = name // a name that is only in the catalogue
			}
			a.request.Filters.Values[f] = append(a.request.Filters.Values[f], id)
		}
	}
	for _, d := range []struct {
		name, text string
		date       *corpus.Date
	}{{"from", w.From, &a.request.Filters.From}, {"to", w.To, &a.request.Filters.To}, {"since", w.Since, &a.since}} {
		if d.text == "" {
			continue
		}
		if *d.date, err = corpus.ParseDate(d.text); err != nil {
			return a, fmt.Errorf("%s: %w", d.name, err)
		}
	}
	asked, err := json.Marshal(w)
	if err != nil {
		return a, err
	}
	a.question = digest(string(asked))
	switch {
	case (len(a.to) > 0) == (a.webhook != ""):
		return a, errors.New("it has no destination: set either `mail:` (a list of addresses) or `webhook:` (one address)")
	case a.webhook != "":
		err = r.webhook(&a, w, dir)
	case w.SecretEnv != "" || w.SecretFile != "":
		err = errors.New("a secret is only used with a webhook")
	}
	for _, address := range a.to {
		if _, bad := mail.ParseAddress(address); bad != nil {
			err = fmt.Errorf("%q is not an e-mail address", address)
		}
	}
	return a, err
}

func (r Reader) webhook(a *saved, w writtenAlert, dir string) error {
	u, err := url.Parse(a.webhook)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return errors.New("the webhook is not an address such as https://example.org/hook")
	}
	if u.Scheme != "https" && !r.AllowHTTP {
		return errors.New("the webhook is not an https address: use https, or allow unencrypted webhooks with --allow-http")
	}
	if r.Unsent {
		return nil
	}
	text, err := r.secret("secret", w.SecretEnv, w.SecretFile, dir)
	if err != nil {
		return err
	}
	a.secret = []byte(text)
	if encoded, ok := strings.CutPrefix(text, "whsec_"); ok {
		if a.secret, err = base64.StdEncoding.DecodeString(encoded); err != nil {
			return errors.New("its secret begins with whsec_, but the rest is not base64")
		}
	}
	if len(a.secret) < 24 {
		return errors.New("its secret is shorter than 24 bytes: generate one with `openssl rand -base64 32`")
	}
	return nil
}

func (r Reader) mailServer(file written, dir string) (mailServer, error) {
	w := file.Mail
	s := mailServer{from: w.From, user: w.User, tls: w.TLS}
	host, port, found := strings.Cut(w.Server, ":")
	n, err := strconv.ParseUint(port, 10, 16)
	if !found || host == "" || err != nil || n == 0 {
		return s, fmt.Errorf("server is %q: write it as smtp.example.org:587", w.Server)
	}
	s.host, s.port = host, int(n)
	if _, err := mail.ParseAddress(s.from); err != nil {
		return s, fmt.Errorf("from is %q, which is not an e-mail address", s.from)
	}
	switch s.tls {
	case "":
		s.tls = "starttls"
	case "starttls", "implicit", "none":
	default:
		return s, fmt.Errorf("tls is %q: use starttls, implicit or none", s.tls)
	}
	if s.user == "" || r.Unsent {
		return s, nil
	}
	if s.tls == "none" {
		return s, errors.New("tls: none is not allowed with a user and password: use starttls or implicit")
	}
	s.password, err = r.secret("password", w.PasswordEnv, w.PasswordFile, dir)
	return s, err
}

// secret reads a secret from the environment or a file.
func (r Reader) secret(what, env, file, dir string) (string, error) {
	switch {
	case (env != "") == (file != ""):
		return "", fmt.Errorf("it has no %s: set `%s_env:` to an environment variable, or `%s_file:` to a file", what, what, what)
	case env != "":
		value, ok := r.Env(env)
		if !ok || value == "" {
			return "", fmt.Errorf("its %s should be in the environment variable %s, which is not set", what, env)
		}
		return value, nil
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(dir, file)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read its %s: %w", what, err)
	}
	return strings.TrimSpace(string(content)), nil
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
