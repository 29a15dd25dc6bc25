<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Tests\Support\LaravelTestCase;
use Closure;
use LogicException;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Services\CartRetryService;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class CartRetryServiceTest extends LaravelTestCase
{
    /** @var list<int> milliseconds */
    private array $pauses = [];

    private int $calls = 0;

    /**
     * @param list<int> $pauses
     */
    #[Test]
    #[DataProvider('policies')]
    public function aPolicyHasItsAttemptsAndPauses(string $method, int $attempts, array $pauses): void
    {
        $this->exhaust(fn (CartRetryService $retry) => $retry->{$method}($this->conflicting()));

        $this->assertSame([$attempts, $pauses], [$this->calls, $this->pauses]);
    }

    public static function policies(): array
    {
        return [
            ['executeWithRetry', 3, [100, 200]],
            ['executeWithSmartRetry', 3, [50, 100]],
            ['executeWithAggressiveRetry', 5, [25, 50, 100, 200]],
            ['executeWithConservativeRetry', 2, [200]],
        ];
    }

    #[Test]
    public function noPauseIsLongerThanTheLongest(): void
    {
        $this->exhaust(fn (CartRetryService $retry) => $retry->executeWithRetry($this->conflicting(), 5, 100, 250));

        $this->assertSame([100, 200, 250, 250], $this->pauses);
    }

    #[Test]
    #[DataProvider('chances')]
    public function aPauseIsShorterOrLongerByAQuarterAtMost(float $chance, int $pause): void
    {
        $this->exhaust(fn (CartRetryService $retry) => $retry->executeWithRetry($this->conflicting(), 2), $chance);

        $this->assertSame([$pause], $this->pauses);
    }

    public static function chances(): array
    {
        return [[0.0, 75], [0.5, 100], [1.0, 125]];
    }

    #[Test]
    public function theSettingsSayWhatTheCallerDoesNot(): void
    {
        config(['cart.retry' => [
            'max_attempts' => '4', 'base_delay' => '10', 'max_delay' => '15', 'exponential_backoff' => 'false', 'jitter' => '0',
        ]]);

        $this->exhaust(fn (CartRetryService $retry) => $retry->executeWithRetry($this->conflicting()), 1.0);

        $this->assertSame([4, [10, 10, 10]], [$this->calls, $this->pauses]);
    }

    #[Test]
    public function whereItIsSwitchedOffWorkIsDoneOnce(): void
    {
        config(['cart.retry.enabled' => false]);

        $this->exhaust(fn (CartRetryService $retry) => $retry->executeWithAggressiveRetry($this->conflicting()));

        $this->assertSame([1, []], [$this->calls, $this->pauses]);
    }

    #[Test]
    public function workIsDoneOnceEvenIfNoAttemptIsAllowed(): void
    {
        $this->assertSame('done', $this->service()->executeWithRetry(static fn (): string => 'done', 0));
    }

    #[Test]
    public function whatIsNoConflictIsNotDoneAgain(): void
    {
        $this->expectException(LogicException::class);

        try {
            $this->service()->executeWithRetry(function (): never {
                $this->calls++;

                throw new LogicException('no conflict');
            });
        } finally {
            $this->assertSame(1, $this->calls);
        }
    }

    #[Test]
    public function whatSucceedsInTheEndIsReturned(): void
    {
        $this->assertSame(
            'done',
            $this->service()->executeWithRetry(fn (): string => ++$this->calls < 3 ? throw self::conflict() : 'done'),
        );
    }

    #[Test]
    public function workThatIsDoneAgainKeepsItsArguments(): void
    {
        $work = $this->service()->createRetryableOperation(
            fn (string $a, string $b): string => ++$this->calls < 2 ? throw self::conflict() : $a . $b,
        );

        $this->assertSame('ab', $work('a', 'b'));
        $this->assertSame(2, $this->calls);
    }

    #[Test]
    public function theStrategyFollowsTheConflict(): void
    {
        $this->assertSame(
            ['max_attempts' => 5, 'base_delay' => 25, 'max_delay' => 200, 'strategy' => 'aggressive'],
            $this->service()->getRetryStrategy(new CartConflictException('faster', 1, 2)),
        );
        $this->assertSame(
            ['max_attempts' => 3, 'base_delay' => 100, 'max_delay' => 500, 'strategy' => 'standard'],
            $this->service()->getRetryStrategy(new CartConflictException('faster', 1, 3)),
        );
        $this->assertTrue($this->service()->isRetryable(self::conflict()));
        $this->assertFalse($this->service()->isRetryable(new LogicException('no conflict')));
    }

    private function exhaust(Closure $use, float $chance = 0.5): void
    {
        $last = null;

        try {
            $use($this->service($chance));
        } catch (CartConflictException $last) {
            // The last one reaches the caller.
        }

        $this->assertSame("faster, {$this->calls}", $last?->getMessage());
    }

    private function conflicting(): Closure
    {
        return function (): never {
            $this->calls++;

            throw new CartConflictException("faster, {$this->calls}", 1, 2);
        };
    }

    private function service(float $chance = 0.5): CartRetryService
    {
        return new CartRetryService(
            function (int $milliseconds): void {
                $this->pauses[] = $milliseconds;
            },
            static fn (): float => $chance,
        );
    }

    private static function conflict(): CartConflictException
    {
        return new CartConflictException('faster', 1, 2);
    }
}
