<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use PHPUnit\Framework\TestCase;
use Throwable;

/**
 * @mixin TestCase
 */
trait Refusals
{
    /**
     * Where the contract promises one of PHP's own classes, one derived from it is as good: who catches the one catches
     * the other.
     *
     * @param class-string<Throwable> $class
     */
    protected function assertRefused(string $class, string $message, callable $call): void
    {
        try {
            $call();
        } catch (Throwable $exception) {
            str_contains($class, '\\')
                ? $this->assertSame($class, $exception::class, $exception->getMessage())
                : $this->assertInstanceOf($class, $exception, $exception->getMessage());
            $this->assertSame($message, $exception->getMessage());

            return;
        }

        $this->fail("Nothing was thrown; expected {$class}: {$message}");
    }
}
