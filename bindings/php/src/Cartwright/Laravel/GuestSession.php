<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Container\Container;
use Illuminate\Contracts\Session\Session;
use Throwable;

/**
 * Under which identifier this browser shopped before somebody logged in.
 *
 * A login gives the session a new id, so the old one has to be remembered. It is remembered in the session itself, which
 * keeps what is in it: nobody else can write there, whatever he types into a login form, and nobody else's cart can
 * come out of it.
 *
 * @internal
 */
final class GuestSession
{
    private const KEY = 'cart_guest_identifier';

    /**
     * Remembers the session as it is called now.
     */
    public static function remember(): void
    {
        $session = self::session();
        $id = (string) $session?->getId();

        if ($id !== '' && $session->get(self::KEY) !== $id) {
            $session->put(self::KEY, $id);
        }
    }

    /**
     * Remembers it if this is the identifier of a guest in this session.
     */
    public static function rememberAs(string $identifier): void
    {
        if ((string) self::session()?->getId() === $identifier) {
            self::remember();
        }
    }

    /**
     * The identifier that was remembered, once.
     */
    public static function take(): ?string
    {
        $id = self::session()?->pull(self::KEY);

        return is_string($id) && $id !== '' ? $id : null;
    }

    public static function putBack(string $identifier): void
    {
        self::session()?->put(self::KEY, $identifier);
    }

    private static function session(): ?Session
    {
        try {
            return Container::getInstance()->make('session.store');
        } catch (Throwable) {
            return null;
        }
    }
}
