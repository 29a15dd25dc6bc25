<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Console;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\SelfTest;
use Illuminate\Console\Command;
use Illuminate\Contracts\Container\Container;

/**
 * Tries the lock table for real: acquisition, a cart, expiry, many at once, statistics.
 */
class LocksTestCommand extends Command
{
    use AnswersInJson;

    protected $signature = 'locks:test {--json : As one JSON object}';

    protected $aliases = ['test-locks'];

    protected $description = 'Try locks and reservations for real; what they hold meanwhile is their own';

    /**
     * Runs the tests, and fails if one of them does.
     */
    public function handle(Container $app): int
    {
        try {
            $test = SelfTest::of($app);
        } catch (EngineRefusal $refusal) {
            return $this->failWith($refusal);
        }

        $results = $test->run();
        $failed = array_filter($results, static fn (?string $failure): bool => $failure !== null);
        $answer = ['success' => $failed === [], 'tests' => $results, 'concurrency' => $test->concurrency()];
        $this->answer($answer, fn () => $this->table(
            ['Test', 'Result'],
            array_map(
                static fn (string $name, ?string $failure): array => [
                    $name === 'concurrent access' ? "{$name}, {$test->concurrency()}" : $name,
                    $failure ?? 'passed',
                ],
                array_keys($results),
                $results,
            ),
        ));

        return $failed === [] ? self::SUCCESS : self::FAILURE;
    }
}
