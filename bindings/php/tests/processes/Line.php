<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Illuminate\Contracts\Cache\LockTimeoutException;

/**
 * What became of one operation, as its process has written it down.
 */
final readonly class Line
{
    /**
     * @param int|null $microseconds null for one whose process was killed while it worked
     * @param string $message what was said where it was not acknowledged
     */
    public function __construct(
        public Operation $operation,
        public string $outcome,
        public ?int $microseconds,
        public string $message = '',
        public bool $withSale = false,
    ) {
    }

    public static function parse(string $text): self
    {
        [$operation, $outcome, $microseconds, $message, $withSale]
            = json_decode($text, true, 512, JSON_THROW_ON_ERROR);

        return new self(new Operation(...$operation), $outcome, $microseconds, $message, $withSale);
    }

    /**
     * Whether it was refused because somebody else has held the lock for too long.
     */
    public function isOfLock(): bool
    {
        return str_starts_with($this->message, class_basename(LockTimeoutException::class));
    }

    public function text(): string
    {
        return json_encode(
            [$this->operation->toArray(), $this->outcome, $this->microseconds, $this->message, $this->withSale],
            JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE,
        ) . "\n";
    }
}
