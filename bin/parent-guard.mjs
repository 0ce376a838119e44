// Preloaded (--import) into a process of ours that holds the other end of a pipe to its parent. When the parent is gone,
// even by kill -9, the pipe closes and the process ends as if asked to: it still stops what it started.
import { Socket } from 'node:net';

const fd = Number(process.env.LIANDONG_PARENT_PIPE);
// Processes further down inherit the preload but not the pipe.
delete process.env.LIANDONG_PARENT_PIPE;

if (fd) {
  const pipe = new Socket({ fd, readable: true, writable: false });
  const end = () => process.kill(process.pid, 'SIGTERM');
  pipe.once('close', end).on('error', () => {});
  pipe.resume();
  pipe.unref();
}
