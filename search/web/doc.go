// Package web is the server for people and programs: routes, middleware, what
// is answered when something goes wrong, the endpoints of the API, and the few
// addresses that watch over a service.
//
// A request takes one way: request reads its address, limit lends it the index,
// pages, feeds, embed or the endpoints here make an answer of what was found,
// and respond sends it. A handler returns an error; the table in problem.go says
// what that is to people and programs.
//
// Engines give text with offsets; ui makes HTML of it. Pages are complete
// without JavaScript, and every state of them is an address. Nothing here sets a
// cookie, names another host to a browser, or writes down who asked what.
package web
