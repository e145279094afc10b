package read

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// format is what a file's content says it is; its extension is only used to word
// errors, because files are renamed more often than they are converted.
type format string

const (
	formatCSV       format = "CSV"
	formatXLSX      format = "XLSX"
	formatGeoJSON   format = "GEOJSON"
	formatGeoJSONL  format = "GEOJSONL"
	formatShapefile format = "SHAPEFILE"
	formatGPKG      format = "GPKG"
	formatPBF       format = "PBF"
)

// input is an opened file, decompressed where it was gzip.
type input struct {
	io.Reader
	file *os.File
}

func (in *input) Close() error { return in.file.Close() }

// countReader tells progress in bytes of the file as stored, also under gzip.
type countReader struct {
	r           io.Reader
	done, total int64
	progress    func(done, total int64)
}

func (c *countReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done += int64(n)
	if c.progress != nil && n > 0 {
		c.progress(c.done, c.total)
	}
	return n, err
}

// openInput opens path for streaming; progress may be nil.
func openInput(path string, progress func(done, total int64)) (*input, error) {
	f, size, err := openFile(path)
	if err != nil {
		return nil, err
	}
	br := bufio.NewReaderSize(&countReader{r: f, total: size, progress: progress}, 1<<16)
	if magic, _ := br.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		gz, err := gzip.NewReader(br)
		if err != nil {
			f.Close()
			return nil, invalidBy(err, "Berkas gzip %s rusak pada kepalanya", "The gzip file %s is broken in its header", filepath.Base(path))
		}
		return &input{Reader: gz, file: f}, nil
	}
	return &input{Reader: br, file: f}, nil
}

func openFile(path string) (*os.File, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, 0, invalidBy(err, "Berkas %s tidak ada", "The file %s does not exist", path)
		}
		return nil, 0, invalidBy(err, "Berkas %s tidak dapat dibuka", "The file %s cannot be opened", path)
	}
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() {
		f.Close()
		return nil, 0, invalidBy(err, "%s bukan berkas biasa", "%s is not a regular file", path)
	}
	if st.Size() == 0 {
		f.Close()
		return nil, 0, invalid("Berkas %s kosong (0 bita); unduh atau simpan ulang", "The file %s is empty (0 bytes); download or save it again", filepath.Base(path))
	}
	return f, st.Size(), nil
}

// sniff tells the format by the first bytes.
func sniff(path string) (format, error) {
	in, err := openInput(path, nil)
	if err != nil {
		return "", err
	}
	defer in.Close()
	head := make([]byte, 4096)
	n, err := io.ReadFull(in, head)
	if n == 0 {
		return "", invalidBy(err, "Berkas %s tidak berisi apa pun setelah dibuka kompresinya", "The file %s holds nothing once decompressed", filepath.Base(path))
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return formatGPKG, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return sniffZip(path)
	case bytes.HasPrefix(head, []byte{0, 0, 0x27, 0x0a}):
		return formatShapefile, nil
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return "", invalid("%s adalah berkas Excel lama (.xls); simpan sebagai .xlsx atau CSV", "%s is an old Excel file (.xls); save it as .xlsx or CSV", filepath.Base(path))
	case isPBF(head):
		return formatPBF, nil
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n\x1e")
	if len(text) > 0 && (text[0] == '{' || text[0] == '[') {
		return formatGeoJSON, nil
	}
	if bytes.HasPrefix(head, []byte("%PDF")) {
		return "", invalid("%s adalah PDF; yang dapat dibaca adalah tabel (CSV, XLSX) atau data peta", "%s is a PDF; tables (CSV, XLSX) or map data can be read", filepath.Base(path))
	}
	return formatCSV, nil
}

// isPBF looks for the block header every OSM PBF begins with: a length, then the
// type OSMHeader or OSMData as the first field.
func isPBF(head []byte) bool {
	return len(head) > 15 && head[0] == 0 && head[4] == 0x0a &&
		(bytes.HasPrefix(head[6:], []byte("OSMHeader")) || bytes.HasPrefix(head[6:], []byte("OSMData")))
}

func sniffZip(path string) (format, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return "", invalidBy(err, "Arsip zip %s rusak atau terpotong; unduh ulang", "The zip archive %s is broken or cut short; download it again", filepath.Base(path))
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		switch {
		case strings.HasPrefix(name, "xl/"):
			return formatXLSX, nil
		case strings.HasSuffix(name, ".shp") && !strings.HasPrefix(name, "__macosx/"):
			return formatShapefile, nil
		}
		if len(names) < 5 {
			names = append(names, f.Name)
		}
	}
	return "", invalid("Arsip zip %s tidak berisi shapefile (.shp) dan bukan XLSX; isinya: %s. Buka arsipnya dan beri berkas di dalamnya",
		"The zip archive %s holds no shapefile (.shp) and is no XLSX; it holds: %s. Unpack it and give the file inside", filepath.Base(path), strings.Join(names, ", "))
}

// wantFormat is the error for a readable file of the wrong sort.
func wantFormat(path string, got format, want string) error {
	return invalid("%s terbaca sebagai %s, sedangkan yang diharapkan %s", "%s reads as %s where %s is expected", filepath.Base(path), got, want)
}
