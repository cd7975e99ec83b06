namespace Supervision.Speech.Tests.Models;

/// <summary>A disk with so many bytes left: then it answers as a full one does (ENOSPC).</summary>
internal sealed class FullDisk(int bytesLeft)
{
    private int _left = bytesLeft;

    internal Stream Open(string path, FileMode mode)
    {
        return new Quota(this, new FileStream(path, mode, FileAccess.ReadWrite));
    }

    internal void MakeRoom() => _left = int.MaxValue;

    private void Take(int bytes)
    {
        if (bytes > _left)
        {
            throw new IOException("No space left on device");
        }

        _left -= bytes;
    }

    private sealed class Quota(FullDisk disk, FileStream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count)
        {
            disk.Take(count);
            inner.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
