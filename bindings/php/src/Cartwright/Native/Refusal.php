<?php

declare(strict_types=1);

namespace Cartwright\Native;

use Cartwright\Exceptions as Failed;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Exceptions\UnknownModelException;

/**
 * The exception that belongs to a status of the library: each status has one.
 *
 * @internal
 */
final class Refusal
{
    /** @var array<int, class-string<Failed\EngineRefusal>> by status */
    public const CLASSES = [
        Abi::INVALID_ITEM => InvalidCartItemException::class,
        Abi::INVALID_CONDITION => InvalidCartConditionException::class,
        Abi::UNKNOWN_MODEL => UnknownModelException::class,
        Abi::CART_TOO_LARGE => Failed\CartTooLargeException::class,
        Abi::NUMBER_OUT_OF_RANGE => Failed\NumberOutOfRangeException::class,
        Abi::UNKNOWN_CURRENCY => Failed\UnknownCurrencyException::class,
        Abi::CORRUPT_CART => Failed\CorruptCartException::class,
        Abi::INVALID_TEXT => Failed\InvalidTextException::class,
        Abi::INVALID_RULE => Failed\InvalidRuleException::class,
        Abi::RESERVED_KEY => Failed\ReservedKeyException::class,
        Abi::CONFLICT => CartConflictException::class,
        Abi::OUTCOME_UNKNOWN => Failed\OutcomeUnknownException::class,
        Abi::NO_RANDOMNESS => Failed\NoRandomnessException::class,
        Abi::STORE_UNAVAILABLE => Failed\StoreUnavailableException::class,
        Abi::STORE_BUSY => Failed\StoreBusyException::class,
        Abi::STORE_READ_ONLY => Failed\StoreReadOnlyException::class,
        Abi::STORE_FULL => Failed\StoreFullException::class,
        Abi::STORE_TOO_NEW => Failed\StoreTooNewException::class,
        Abi::STORE_FORKED => Failed\StoreForkedException::class,
        Abi::STORE_SECOND_SQLITE => Failed\StoreSecondSqliteException::class,
        Abi::STORE_UNSUPPORTED => Failed\StoreUnsupportedException::class,
        Abi::LOCK_HELD => Failed\LockTimeoutException::class,
        Abi::LOCK_LOST => Failed\LockLostException::class,
        Abi::INVALID_LOCK => Failed\InvalidLockException::class,
        Abi::FENCES_EXHAUSTED => Failed\FencesExhaustedException::class,
        Abi::RESERVATION_SHORT => Failed\InsufficientStockException::class,
        Abi::RESERVATION_CONFLICT => Failed\ReservationConflictException::class,
        Abi::RESERVATION_ENDED => Failed\ReservationEndedException::class,
        Abi::RESERVATION_LIMIT => Failed\ReservationLimitException::class,
        Abi::RESERVATION_WRONG_TOKEN => Failed\WrongReservationTokenException::class,
        Abi::RESERVATION_EXPIRED => Failed\ReservationExpiredException::class,
        Abi::RESERVATION_UNKNOWN => Failed\UnknownReservationException::class,
        Abi::INVALID_RESERVATION => Failed\InvalidReservationException::class,
        Abi::NOT_CONFIRMED => Failed\NotConfirmedException::class,
        Abi::INVALID_VERSIONS => Failed\InvalidVersionsException::class,
        Abi::CHANGE_UNMARKED => Failed\UnmarkedChangeException::class,
        Abi::VERSIONS_FORGOTTEN => Failed\ForgottenChangeException::class,
        Abi::INVALID_ARGUMENT => Failed\InvalidCallException::class,
        Abi::INTERNAL => Failed\DefectException::class,
    ];

    /**
     * @param array<string, mixed> $detail the values the message is about
     */
    public static function of(int $status, string $message, array $detail): Failed\EngineRefusal
    {
        $class = self::CLASSES[$status] ?? null;

        return match ($class) {
            InvalidCartItemException::class,
            InvalidCartConditionException::class,
            UnknownModelException::class => (new $class($message))->withDetail($detail),
            CartConflictException::class => (new $class(
                $message,
                (int) ($detail['attempted_version'] ?? 0),
                (int) ($detail['current_version'] ?? 0),
            ))->withDetail($detail),
            null => new Failed\NativeException(
                "{$message} (status {$status}, which this package does not know; install the library and the package of"
                . ' the same release)',
                $detail + ['status' => $status],
            ),
            default => new $class($message, $detail),
        };
    }
}
