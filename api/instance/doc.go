// Package instance keeps one window per data folder. The first start holds a lock in the folder and listens on a loopback
// port, whose number and password lie beside the lock in a file that only its user can read. A later start finds the lock
// held and asks, through that port, for the window to come forward. That is all that can be asked. A process that dies
// lets go of its lock, however it dies: nothing has to be cleaned up by hand.
//
// Loopback TCP, since it is the same on three systems: a socket in the file system has a name of at most a hundred bytes,
// which a data folder may exceed, and a named pipe exists on Windows alone.
package instance
