<?php

declare(strict_types=1);

namespace Cartwright\Tests\fpm;

use RuntimeException;

/**
 * A connection to the web server that is kept for the next request, as browsers do. What is sent and what is read are
 * two steps, so that several connections can wait at once.
 */
final class Connection
{
    /** @var resource|null */
    private $stream = null;

    public function __construct(private readonly int $port)
    {
    }

    public function send(string $path): void
    {
        $this->stream ??= stream_socket_client("tcp://127.0.0.1:{$this->port}", $number, $why, 30)
            ?: throw new RuntimeException("The web server does not answer: {$why}");
        stream_set_timeout($this->stream, 30);
        fwrite($this->stream, "GET {$path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /**
     * @return array{int, array<string, mixed>} the status, and the body's JSON
     */
    public function answer(): array
    {
        $status = (int) (explode(' ', $this->line())[1] ?? 0);
        $headers = [];

        while (($line = $this->line()) !== '') {
            [$name, $value] = explode(':', $line, 2);
            $headers[strtolower($name)] = strtolower(trim($value));
        }

        $body = match (true) {
            ($headers['transfer-encoding'] ?? '') === 'chunked' => $this->chunks(),
            isset($headers['content-length']) => $this->bytes((int) $headers['content-length']),
            default => (string) stream_get_contents($this->stream),
        };

        if (($headers['connection'] ?? '') === 'close') {
            fclose($this->stream);
            $this->stream = null;
        }

        $json = json_decode($body, true);

        return [$status, is_array($json) ? $json : ['body' => $body]];
    }

    private function line(): string
    {
        $line = fgets($this->stream);

        return $line === false ? throw new RuntimeException('The web server has hung up') : rtrim($line, "\r\n");
    }

    private function bytes(int $length): string
    {
        return $length === 0 ? '' : (string) stream_get_contents($this->stream, $length);
    }

    private function chunks(): string
    {
        $body = '';

        while (($length = (int) hexdec($this->line())) > 0) {
            $body .= $this->bytes($length);
            $this->line();
        }

        $this->line();

        return $body;
    }
}
