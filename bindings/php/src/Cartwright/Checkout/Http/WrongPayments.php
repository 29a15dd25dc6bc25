<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Cartwright\Checkout\Exceptions\InvalidPaymentException;
use Cartwright\Laravel\Settings;
use Closure;
use Illuminate\Cache\RateLimiter;
use Illuminate\Contracts\Container\Container;
use Illuminate\Http\Exceptions\ThrottleRequestsException;
use Illuminate\Http\Request;

/**
 * Limits the messages of an address that no gateway has signed. A gateway that is busy is never told to wait: each message is looked
 * at first, and what it has signed is done.
 *
 * @internal
 */
final readonly class WrongPayments
{
    private const SECONDS = 60;

    public function __construct(private Container $app, private RateLimiter $limiter)
    {
    }

    /**
     * @template T
     *
     * @param Closure(): T $settle
     *
     * @return T
     *
     * @throws InvalidPaymentException|ThrottleRequestsException
     */
    public function limited(Request $request, Closure $settle): mixed
    {
        try {
            return $settle();
        } catch (InvalidPaymentException $wrong) {
            $most = Settings::of($this->app)->integer('reservations.routes.payments_per_minute', 60);
            $key = 'reservations.payments|' . $request->ip();

            if ($this->limiter->tooManyAttempts($key, $most)) {
                $seconds = $this->limiter->availableIn($key);

                throw new ThrottleRequestsException('Too Many Attempts.', $wrong, ['Retry-After' => $seconds]);
            }

            $this->limiter->hit($key, self::SECONDS);

            throw $wrong;
        }
    }
}
