// Package web is the HTTP server: routes, middleware, error responses, the API endpoints, health checks
// and metrics.
//
// A request is decoded by package request and admitted by limit, which lends it the index; pages, feeds,
// embed or the endpoints here build the response; respond sends it. Handlers return errors; the table in
// problem.go maps them to statuses and messages.
//
// Engines return text with offsets; ui makes HTML of it. Pages work without JavaScript, and every state
// of a page has a URL. The server sets no cookies, loads nothing from other hosts, and logs neither
// queries nor clients.
package web
