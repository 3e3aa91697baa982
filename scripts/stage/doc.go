// Package stage drives the real program in a virtual display: it starts both, presses real keys, goes on when the
// program's own event lines say so, and keeps pictures of the screen. It needs Xvfb and xdotool.
package stage
