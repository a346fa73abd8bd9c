// Package web is the door for people and programs: pages, JSON and the few
// addresses that watch over a service.
//
// A handler decodes an address into a question, asks the engine, and encodes
// the answer. Engines give text with offsets; only this package makes HTML of
// it. Pages are complete without JavaScript, and every state of them is an
// address. Nothing here sets a cookie, names another host to a browser, or
// writes down who asked what.
package web
