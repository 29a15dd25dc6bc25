<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use PHPUnit\Framework\Assert;

/**
 * Stands between the application and a database server, and loses the connection at a chosen statement.
 */
final class LossyProxy
{
    public readonly int $port;

    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];

    public function __construct(string $host, string $port)
    {
        $this->process = proc_open(
            [PHP_BINARY, __DIR__ . '/proxy.php', "{$host}:{$port}"],
            [['pipe', 'r'], ['pipe', 'w']],
            $this->pipes,
        );
        $this->port = (int) $this->line();
    }

    /**
     * The next time that this text is sent, the server does what it is told, and its reply is lost.
     *
     * @param int $later how many messages after the text: a prepared statement is executed by the next one
     * @param bool $forever whether the server cannot be reached any more from then on
     */
    public function loseTheReplyTo(string $text, int $later = 1, bool $forever = false): void
    {
        $this->plan($text, $later, true, $forever);
    }

    /**
     * The next time that this text is sent, it does not arrive.
     */
    public function loseTheConnectionBefore(string $text, int $later = 1): void
    {
        $this->plan($text, $later, false, false);
    }

    public function assertHasLost(): void
    {
        Assert::assertSame('lost', $this->line(), 'Nothing was lost: the statement was not sent.');
    }

    public function end(): void
    {
        array_map(fclose(...), $this->pipes);
        proc_terminate($this->process, SIGKILL);
        proc_close($this->process);
    }

    private function plan(string $text, int $later, bool $arrives, bool $forever): void
    {
        $plan = ['text' => $text, 'later' => $later, 'arrives' => $arrives, 'forever' => $forever];
        fwrite($this->pipes[0], json_encode($plan, JSON_THROW_ON_ERROR) . "\n");
        Assert::assertSame('planned', $this->line());
    }

    private function line(): string
    {
        $ready = [$this->pipes[1]];
        $none = null;
        Assert::assertSame(1, stream_select($ready, $none, $none, TestDatabase::PATIENCE), 'The proxy says nothing.');

        return trim((string) fgets($this->pipes[1]));
    }
}
