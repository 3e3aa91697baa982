// Package export writes entries of the ledger to a file for a spreadsheet: CSV or XLSX.
//
// Both hold the same cells. What is said of them here is said once more by their tests, which read the files with a
// reader that has nothing in common with this package.
//
//   - A card number is the ledger's mask, at most first six and last four. Anything wider is refused, and no file is left.
//   - No cell is a formula. In a workbook a text is a text, whatever it begins with. In CSV, which has no types, a cell that
//     a spreadsheet would calculate gets an apostrophe before it; see [CSV].
//   - Digits stay as they are written: a customer_uid 0001 is the text 0001. In CSV that is all a file can do: it stands
//     in quotes, but a spreadsheet that guesses types may still drop the zeros. A workbook leaves it nothing to guess.
//   - Times are in one zone, named in the title of their column: as `2006-01-02 15:04:05` in CSV, as dates in a workbook.
//     Both sort.
//
// A file appears under its name when it is whole and on disk, or not at all. It never takes the place of another.
package export
