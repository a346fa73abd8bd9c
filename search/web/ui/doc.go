// Package ui holds what people see: the templates of the pages, their style
// sheet and script, and the words of the interface in six languages. All of it
// is in the binary; nothing is fetched from anywhere else.
//
// The package formats and translates. It does not know about requests, engines
// or addresses: those are the business of package web.
package ui
