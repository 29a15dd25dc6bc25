<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use PHPUnit\Framework\Assert;

/**
 * Another process of the shop that does what it is told, one command after another, and answers each.
 */
final class RivalProcess
{
    /** @var resource|null */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];

    /** What identifies its connection in the server's lock views; for SQLite its process. */
    public readonly int $connection;

    /**
     * @param array<string, mixed> $settings of its database connection
     */
    public function __construct(array $settings)
    {
        $this->process = proc_open(
            [PHP_BINARY, __DIR__ . '/rival.php', base64_encode(serialize($settings))],
            [['pipe', 'r'], ['pipe', 'w']],
            $this->pipes,
        );
        $this->connection = $this->answer()['connection'];
    }

    /**
     * Gives a command and does not wait for it.
     */
    public function tell(string $what, mixed ...$arguments): void
    {
        fwrite($this->pipes[0], json_encode([$what, $arguments], JSON_THROW_ON_ERROR) . "\n");
    }

    /**
     * What became of the oldest command that has not been answered yet.
     *
     * @return array<string, mixed>
     */
    public function answer(): array
    {
        Assert::assertTrue($this->hasAnswered(TestDatabase::PATIENCE * 2), 'The rival process does not answer.');
        $line = fgets($this->pipes[1]);
        Assert::assertIsString($line, 'The rival process has ended.');

        return json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    }

    /**
     * Gives a command that has to succeed, and waits for it.
     *
     * @return array<string, mixed>
     */
    public function does(string $what, mixed ...$arguments): array
    {
        $this->tell($what, ...$arguments);

        return $this->hasDone();
    }

    /**
     * @return array<string, mixed>
     */
    public function hasDone(): array
    {
        $answer = $this->answer();
        Assert::assertArrayNotHasKey('error', $answer, 'The rival process failed: ' . ($answer['error'] ?? ''));

        return $answer;
    }

    public function hasAnswered(float $withinSeconds): bool
    {
        $ready = [$this->pipes[1]];
        $none = null;
        $microseconds = (int) round($withinSeconds * 1e6);

        return stream_select($ready, $none, $none, intdiv($microseconds, 1_000_000), $microseconds % 1_000_000) === 1;
    }

    /**
     * Waits until something outside says that it waits for somebody.
     *
     * @param callable(): bool $waits
     */
    public function untilItWaits(callable $waits): void
    {
        $deadline = hrtime(true) + TestDatabase::PATIENCE * 1_000_000_000;

        while (! $waits()) {
            // Between two looks we listen: whoever answers does not wait.
            Assert::assertFalse($this->hasAnswered(0.002), 'The rival was to wait, but it has answered.');
            Assert::assertLessThan($deadline, hrtime(true), 'The rival was to wait for us, but it does not.');
        }
    }

    public function end(): void
    {
        if ($this->process !== null) {
            array_map(fclose(...), $this->pipes);
            proc_terminate($this->process, SIGKILL);
            proc_close($this->process);
            $this->process = null;
        }
    }

    public function __destruct()
    {
        $this->end();
    }
}
