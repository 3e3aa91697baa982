package export

import (
	"bufio"
	"context"
	"strings"
)

// timeFormat is ISO 8601 with a space, which spreadsheets take for a time.
const timeFormat = "2006-01-02 15:04:05"

// bom tells spreadsheets that the file is UTF-8.
const bom = "\uFEFF"

// CSV writes the entries to a new file at path, readable by its owner only: RFC 4180 in UTF-8 with a byte order mark,
// rows end in CR LF, every cell is quoted, line breaks within cells are LF.
//
// A text is changed in two cases. Control characters become U+FFFD. And a text that a spreadsheet would calculate gets an
// apostrophe before it: one that begins with = + - @ or their wide forms, also after spaces, quotes or characters that
// cannot be seen, or with a tab or line break. That holds for readers that separate at commas.
//
// Errors, after each of which nothing is left of the file: [*ColumnError] and [*ExistsError], mostly before anything is
// written, [*UnmaskedError], [*WriteError], the source's and ctx's.
func CSV(ctx context.Context, path string, src Source, o Order) (Written, error) {
	return write(ctx, path, src, o, 1, func(j *job, p *place) (sink, error) {
		s := &csvSink{out: bufio.NewWriterSize(p.file, 64<<10)}
		_, _ = s.out.WriteString(bom)
		return s, s.line(len(j.table.titles), func(i int) string { return j.table.titles[i] })
	})
}

type csvSink struct{ out *bufio.Writer }

func (s *csvSink) row(cells []cell) error {
	return s.line(len(cells), func(i int) string {
		c := cells[i]
		if !c.at.IsZero() {
			return c.at.Format(timeFormat)
		}
		return c.text
	})
}

// line writes n cells. Errors stick to the writer, so the last one tells of all.
func (s *csvSink) line(n int, text func(i int) string) error {
	for i := range n {
		if i > 0 {
			_ = s.out.WriteByte(',')
		}
		_ = s.out.WriteByte('"')
		_, _ = s.out.WriteString(strings.ReplaceAll(guarded(text(i)), `"`, `""`))
		_ = s.out.WriteByte('"')
	}
	_, err := s.out.WriteString("\r\n")
	return err
}

func (s *csvSink) finish() error { return s.out.Flush() }

func (s *csvSink) release() {}
