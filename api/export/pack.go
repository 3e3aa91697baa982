package export

import (
	"archive/zip"
	"context"
	"io"
	"io/fs"

	"github.com/xuri/excelize/v2"
)

// finish packs what was collected. The library packs into memory, as large as the file; so it is given a packer of ours
// that writes to the file, and nothing comes of its own.
func (b *book) finish() error {
	if err := b.endSheet(); err != nil {
		return err
	}
	pack := &packer{book: b, zip: zip.NewWriter(&cancelled{b.job.ctx, b.out})}
	return b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return pack }).Write(io.Discard)
}

// packer is the archive that a workbook is. It says how far it has come.
type packer struct {
	book   *book
	zip    *zip.Writer
	packed int64 // bytes
	told   int64
}

// Create begins a part of the workbook.
func (p *packer) Create(name string) (io.Writer, error) {
	w, err := p.zip.Create(name)
	return &part{w, p}, err
}

// AddFS is there for the library's interface.
func (p *packer) AddFS(fsys fs.FS) error { return p.zip.AddFS(fsys) }

// Close writes the archive's end.
func (p *packer) Close() error { return p.zip.Close() }

// progressBytes is after how much progress is told.
const progressBytes = 1 << 18

type part struct {
	io.Writer
	packer *packer
}

// Write packs b.
func (w *part) Write(b []byte) (int, error) {
	p := w.packer
	if p.packed += int64(len(b)); p.packed-p.told >= progressBytes {
		p.told = p.packed
		rows := p.book.job.done.Rows
		p.book.job.tell(rows + int(float64(rows)*min(1, float64(p.packed)/float64(p.book.all))))
	}
	return w.Writer.Write(b)
}

// cancelled writes until ctx ends.
type cancelled struct {
	ctx context.Context
	w   io.Writer
}

// Write writes b, or tells that ctx has ended.
func (c *cancelled) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(b)
}
