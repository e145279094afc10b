// Package flatfile keeps flat arrays in one sequence of bytes from which they are
// used where they lie: nothing is decoded, so a file of gigabytes mapped into memory
// is ready as soon as its checksums are known to hold. The package handles bytes
// alone; who maps and writes files is somebody else.
//
// # Layout
//
// A header of [Alignment] bytes: magic, byte order, the format's version, the kind of
// the file with the version of that kind, how many sections and bytes there are, and
// checksums of the table and of the header itself. Then 32 bytes that name what the
// file was made from. Then the table, 64 bytes a section: name, size of an element,
// place, length and checksum. Then the sections, each at a multiple of [Alignment],
// one after the other without a gap, filled up with zeros. Numbers are in the byte
// order of the machine that wrote them; another machine refuses the file.
//
// # Trust
//
// [Open] believes nothing that the header's and the table's checksums do not cover.
// A section is handed out by [View] only after [File.Verify] has found its checksum
// right. What the numbers in it mean, and whether they hold together, the reader has
// to check: a checksum tells damage, not intent.
package flatfile
