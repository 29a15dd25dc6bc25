<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Services;

use Cartwright\Laravel\RetryPolicy;
use Closure;
use MasyukAI\Cart\Exceptions\CartConflictException;
use Throwable;

/**
 * Runs work again that met a conflict.
 *
 * A cart's own calls already do that. This is for work of the application that reads a cart, decides, and changes it.
 */
class CartRetryService
{
    /** @var Closure(int): void */
    private readonly Closure $pause;

    /** @var Closure(): float */
    private readonly Closure $random;

    /**
     * @param (Closure(int): void)|null $pause waits for so many milliseconds
     * @param (Closure(): float)|null $random a number from 0 to 1
     */
    public function __construct(?Closure $pause = null, ?Closure $random = null)
    {
        $this->pause = $pause ?? static fn (int $milliseconds) => usleep($milliseconds * 1000);
        $this->random = $random ?? static fn (): float => random_int(0, 1_000_000) / 1_000_000;
    }

    /**
     * What is not given comes from the settings, `cart.retry`.
     *
     * @template T
     *
     * @param Closure(): T $operation
     * @param int $baseDelay milliseconds before the second attempt; they double with each further one
     * @param int $maxDelay milliseconds that no pause exceeds
     *
     * @return T
     *
     * @throws CartConflictException if every attempt met one
     */
    public function executeWithRetry(
        Closure $operation,
        int $maxAttempts = 3,
        int $baseDelay = 100,
        int $maxDelay = 1000,
    ): mixed {
        $given = func_num_args();
        $policy = RetryPolicy::configured();

        return $this->execute($operation, $policy->with(
            $given > 1 ? $maxAttempts : null,
            $given > 2 ? $baseDelay : null,
            $given > 3 ? $maxDelay : null,
        ));
    }

    /**
     * Three attempts with short pauses.
     */
    public function executeWithSmartRetry(Closure $operation): mixed
    {
        return $this->execute($operation, RetryPolicy::configured()->with(3, 50, 500));
    }

    /**
     * Five attempts with very short pauses.
     */
    public function executeWithAggressiveRetry(Closure $operation): mixed
    {
        return $this->execute($operation, RetryPolicy::configured()->with(5, 25, 200));
    }

    /**
     * Two attempts with a long pause between.
     */
    public function executeWithConservativeRetry(Closure $operation): mixed
    {
        return $this->execute($operation, RetryPolicy::configured()->with(2, 200, 1000));
    }

    /**
     * The work as something to call, which passes its arguments on and is run again after a conflict.
     */
    public function createRetryableOperation(Closure $operation, int $maxAttempts = 3): Closure
    {
        $attempts = func_num_args() > 1 ? $maxAttempts : null;

        return fn (mixed ...$arguments): mixed => $this->execute(
            static fn (): mixed => $operation(...$arguments),
            RetryPolicy::configured()->with($attempts),
        );
    }

    /**
     * Whether it is a conflict, which another attempt may not meet.
     */
    public function isRetryable(Throwable $exception): bool
    {
        return $exception instanceof CartConflictException;
    }

    /**
     * How to try again after this conflict: more often if only one change came in between.
     *
     * @return array{max_attempts: int, base_delay: int, max_delay: int, strategy: string}
     */
    public function getRetryStrategy(CartConflictException $exception): array
    {
        return $exception->isMinorConflict()
            ? ['max_attempts' => 5, 'base_delay' => 25, 'max_delay' => 200, 'strategy' => 'aggressive']
            : ['max_attempts' => 3, 'base_delay' => 100, 'max_delay' => 500, 'strategy' => 'standard'];
    }

    private function execute(Closure $operation, RetryPolicy $policy): mixed
    {
        for ($attempt = 1; ; $attempt++) {
            try {
                return $operation();
            } catch (Throwable $failure) {
                if (! $this->isRetryable($failure) || $attempt >= $policy->maxAttempts) {
                    throw $failure;
                }
            }

            ($this->pause)($policy->pauseAfter($attempt, ($this->random)()));
        }
    }
}
