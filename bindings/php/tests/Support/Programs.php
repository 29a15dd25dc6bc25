<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

/**
 * Programs of PHP in processes of their own, each given as its text. Pipes tell one process how far another is: nobody
 * sleeps. What each prints are lines of JSON.
 */
trait Programs
{
    private const BEGINNING = <<<'PHP'
        use Cartwright\Exceptions\LockLostException;
        use Cartwright\Exceptions\LockTimeoutException;
        use Cartwright\Exceptions\StoreBusyException;
        use Cartwright\Native\NativeEngine;
        use Cartwright\Native\NativeLocks;

        [, $autoload, $store, $file] = $argv;
        require $autoload;

        function tell(mixed ...$line): void
        {
            fwrite(STDOUT, json_encode($line, JSON_THROW_ON_ERROR) . "\n");
        }

        /** One commit. */
        function buy(NativeEngine $engine, string $identifier): void
        {
            $engine->cart($identifier)->apply(['op' => 'add', 'id' => 'lamp', 'name' => 'Lamp', 'price' => 100]);
        }

        /** Two ends that tell each other how far they are. */
        function ends(): array
        {
            return stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, STREAM_IPPROTO_IP);
        }

        function whatWasThrown(callable $call): ?string
        {
            try {
                $call();

                return null;
            } catch (Throwable $thrown) {
                return (new ReflectionClass($thrown))->getShortName();
            }
        }

        PHP;

    /**
     * Runs a program until it and all that it has forked have ended.
     *
     * @return list<array<int, mixed>> the lines, sorted
     */
    private function tells(string $program, string $store, string $file): array
    {
        [$output, $errors, $status] = PackageCopy::run(
            ['-r', self::BEGINNING . $program, PackageCopy::REPOSITORY . '/bindings/php/autoload.php', $store, $file],
            ['CARTWRIGHT_LIBRARY' => PackageCopy::library()],
        );
        $this->assertSame(['', 0], [$errors, $status], $output);
        $lines = $output === '' ? [] : explode("\n", trim($output));
        sort($lines);

        return array_map(static fn (string $line): array => json_decode($line, true, 512, JSON_THROW_ON_ERROR), $lines);
    }
}
