<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use Illuminate\Contracts\Cache\LockTimeoutException as LaravelsLockTimeoutException;
use MasyukAI\Cart\Exceptions\CartException;

// Who waits for one of Laravel's locks catches Laravel's exception, and means ours as well. Its parent is decided when
// this file is loaded, because the engine may be used where there is no Laravel.
class_alias(
    class_exists(LaravelsLockTimeoutException::class) ? LaravelsLockTimeoutException::class : CartException::class,
    __NAMESPACE__ . '\\LockTimeoutParent',
);

/**
 * Somebody else has the lock, and the time to wait for it is over. The detail has the "remaining_ms" of the other's lease.
 */
final class LockTimeoutException extends LockTimeoutParent implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'lock_held';
}
