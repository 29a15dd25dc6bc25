<?php

declare(strict_types=1);

namespace Tests\Support;

use RuntimeException;

/**
 * A request that has been sent, and whose answer is still to be read. Several can be on their way at once.
 */
final class Exchange
{
    private const SECONDS = 60;

    /** @var resource */
    private $connection;

    /**
     * @param array<string, string> $headers
     */
    public function __construct(string $host, string $method, string $path, array $headers = [], string $body = '')
    {
        $connection = @stream_socket_client("tcp://{$host}", $code, $message, self::SECONDS);

        if ($connection === false) {
            throw new RuntimeException("{$host} cannot be reached: {$message}");
        }

        $this->connection = $connection;
        stream_set_timeout($connection, self::SECONDS);
        $headers += ['Host' => $host, 'Connection' => 'close', 'Content-Length' => (string) strlen($body)];
        $head = "{$method} {$path} HTTP/1.0\r\n";

        foreach ($headers as $name => $value) {
            $head .= "{$name}: {$value}\r\n";
        }

        fwrite($connection, "{$head}\r\n{$body}");
    }

    public function answer(): Page
    {
        $answer = stream_get_contents($this->connection);
        fclose($this->connection);

        if ($answer === false || $answer === '') {
            throw new RuntimeException('The server closed the connection without an answer');
        }

        return Page::parse($answer);
    }
}
