// Package gis is Jangkau's pure spatial and planning core: wilayah codes,
// facility kinds, names, travel profiles and the rules that say which desa lacks
// what. It holds no SQL, no HTTP, no files and no clock; everything it needs
// arrives as an argument.
//
// Start with code.go (the key of everything), kind.go (what a facility is) and
// errors.go (the one vocabulary of errors). Roads live in gis/network.
package gis
