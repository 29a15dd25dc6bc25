<?php

declare(strict_types=1);

namespace Cartwright\Native;

use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Exceptions\NativeException;
use Cartwright\Exceptions\NumberOutOfRangeException;
use InvalidArgumentException;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Exceptions\UnknownModelException;
use OutOfBoundsException;
use Throwable;

/**
 * The exception that belongs to a status of the library.
 *
 * @internal
 */
final class Refusal
{
    /**
     * @param array<string, mixed> $detail the values the message is about
     */
    public static function of(int $status, string $message, array $detail): Throwable
    {
        return match ($status) {
            Abi::INVALID_ITEM => new InvalidCartItemException($message),
            Abi::INVALID_CONDITION => new InvalidCartConditionException($message),
            Abi::UNKNOWN_MODEL => new UnknownModelException($message),
            Abi::CART_TOO_LARGE, Abi::INVALID_TEXT, Abi::INVALID_RULE, Abi::RESERVED_KEY => new InvalidArgumentException($message),
            Abi::NUMBER_OUT_OF_RANGE => new NumberOutOfRangeException($message, $detail),
            Abi::UNKNOWN_CURRENCY => new OutOfBoundsException($message),
            Abi::CORRUPT_CART => new CorruptCartException($message, $detail),
            default => new NativeException($message, $detail),
        };
    }
}
