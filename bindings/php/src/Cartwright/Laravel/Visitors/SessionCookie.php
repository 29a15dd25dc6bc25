<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Visitors;

use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Encryption\DecryptException;
use Illuminate\Cookie\CookieValuePrefix;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Http\Request;
use Illuminate\Session\Store;

/**
 * Which session a request belongs to, before it is loaded.
 *
 * @internal
 */
final class SessionCookie
{
    /**
     * @return string|null null for a visitor who has none yet: nobody else can have a request in that session
     */
    public static function of(Request $request, Store $session, Container $app): ?string
    {
        $cookie = $request->cookies->get($session->getName());

        if (! is_string($cookie) || $session->isValidId($cookie)) {
            return $cookie;
        }

        // Laravel's middleware that decrypts cookies may come only after the one that asks.
        try {
            $value = $app->make('encrypter')->decrypt($cookie, EncryptCookies::serialized($session->getName()));
        } catch (DecryptException) {
            return null;
        }

        $id = is_string($value) ? CookieValuePrefix::remove($value) : '';

        return $session->isValidId($id) ? $id : null;
    }
}
