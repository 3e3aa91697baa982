// Package platform asks the system for what the toolkit does not offer, or not before it has started.
package platform

// title is the program's name on what is not its window.
const title = "빌키 데스크 · Billkey Desk"
