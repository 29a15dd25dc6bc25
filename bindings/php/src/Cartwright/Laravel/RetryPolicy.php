<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Cartwright\Config\CartConfig;

/**
 * How often work is done again, and after which pauses.
 *
 * @internal
 */
final readonly class RetryPolicy
{
    /** A pause is longer or shorter by up to this share, so that those who met each other do not meet again. */
    private const JITTER = 0.25;

    private function __construct(
        public int $maxAttempts,
        private int $baseDelay,
        private int $maxDelay,
        private bool $isEnabled,
        private bool $isExponential,
        private bool $hasJitter,
    ) {
    }

    /**
     * As `cart.retry` says.
     */
    public static function configured(): self
    {
        $retry = (array) CartConfig::get('cart.retry', []);

        return (new self(
            (int) ($retry['max_attempts'] ?? 3),
            (int) ($retry['base_delay'] ?? 100),
            (int) ($retry['max_delay'] ?? 1000),
            filter_var($retry['enabled'] ?? true, FILTER_VALIDATE_BOOLEAN),
            filter_var($retry['exponential_backoff'] ?? true, FILTER_VALIDATE_BOOLEAN),
            filter_var($retry['jitter'] ?? true, FILTER_VALIDATE_BOOLEAN),
        ))->with();
    }

    /**
     * As an engine is told it when it is opened.
     *
     * @return array<string, int|bool>
     */
    public function forEngine(): array
    {
        return [
            'max_attempts' => $this->maxAttempts,
            'base_delay_ms' => max(0, $this->baseDelay),
            'max_delay_ms' => max(0, $this->maxDelay),
            'exponential_backoff' => $this->isExponential,
            'jitter' => $this->hasJitter,
        ];
    }

    /**
     * With numbers of the caller's. Work is always done once, and only once where doing it again is switched off.
     */
    public function with(?int $maxAttempts = null, ?int $baseDelay = null, ?int $maxDelay = null): self
    {
        return new self(
            $this->isEnabled ? max(1, $maxAttempts ?? $this->maxAttempts) : 1,
            $baseDelay ?? $this->baseDelay,
            $maxDelay ?? $this->maxDelay,
            $this->isEnabled,
            $this->isExponential,
            $this->hasJitter,
        );
    }

    /**
     * @param float $chance from 0 to 1
     *
     * @return int milliseconds
     */
    public function pauseAfter(int $attempt, float $chance): int
    {
        $pause = $this->baseDelay * ($this->isExponential ? 2 ** ($attempt - 1) : 1);
        $share = $this->hasJitter ? 1 - self::JITTER + 2 * self::JITTER * $chance : 1;

        return max(0, min((int) ($pause * $share), $this->maxDelay));
    }
}
