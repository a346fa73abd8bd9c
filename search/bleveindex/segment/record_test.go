package segment

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
)

// Every field of a record comes back from CBOR as it does from JSON, which older
// indexes have, and both are read.
func TestRecordForms(t *testing.T) {
	var full Record
	n := 0
	fill(reflect.ValueOf(&full).Elem(), 0, &n)
	if n < 60 {
		t.Fatalf("only %d values were filled in", n)
	}
	for name, want := range map[string]Record{
		"full": full, "empty": {},
		"none and no values": {Statement: corpus.Statement{Authors: []corpus.OrgID{}, Evidence: []corpus.Evidence{{Value: nil}, {Value: []string{}}}}},
	} {
		asJSON, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		asCBOR, err := recordEncoding.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		old, err := decodeRecord(asJSON)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeRecord(asCBOR)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(old, got); diff != "" {
			t.Errorf("%s: (-JSON +CBOR)\n%s", name, diff)
		}
		for length := range asCBOR {
			if _, err := decodeRecord(asCBOR[:length]); err == nil {
				t.Errorf("%s: the first %d bytes of %d are read as a record", name, length, len(asCBOR))
			}
		}
	}
}

// fill gives every field a value of its own, to a depth at which types that hold
// themselves end.
func fill(v reflect.Value, depth int, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("é \x00 “%d”", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n%12 + 1)) // a month as well
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n % 200))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(1 / float64(*n))
	case reflect.Slice:
		if depth < 6 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			fill(v.Index(0), depth+1, n)
			fill(v.Index(1), depth+1, n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, depth+1, n)
		fill(value, depth+1, n)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2024, 2, 29, 23, 59, 58, 123456789, time.FixedZone("", 3600*3))))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), depth+1, n)
		}
	}
}
