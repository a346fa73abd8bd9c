// Package stem brings the inflected forms of a word to one form, and leaves what
// is derived from it apart: victims and victim are one, universality and
// universe are not. Words come and go as analysis folds them: in small letters
// and without accents.
//
// The stemmers are rules with lists of what the rules get wrong, written for the
// language of speeches and courts. What they return is not always a word; it
// only has to be the same for all forms of one. testdata has, for each language,
// the forms that have to meet and the words that have to stay apart, and the
// tests count how many do not.
package stem
