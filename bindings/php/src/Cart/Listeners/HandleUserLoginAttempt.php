<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Listeners;

use Cartwright\Laravel\GuestSession;
use Illuminate\Auth\Events\Attempting;
use Illuminate\Container\Container;

/**
 * Somebody tries to log in: which cart this browser has had so far is remembered, in this browser's session.
 */
class HandleUserLoginAttempt
{
    /**
     * Remembers the session, which a login gives a new id.
     */
    public function handle(Attempting $event): void
    {
        if (! Container::getInstance()->make('auth')->check()) {
            GuestSession::remember();
        }
    }
}
