<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Middleware;

use Cartwright\Laravel\Visitors\ChosenLocks;
use Cartwright\Laravel\Visitors\SessionCookie;
use Closure;
use Illuminate\Contracts\Cache\LockTimeoutException;
use Illuminate\Contracts\Container\Container;
use Illuminate\Http\Request;
use Illuminate\Session\SessionManager;
use Symfony\Component\HttpKernel\Exception\LockedHttpException;

/**
 * Works on one request of a visitor at a time.
 *
 * Laravel loads a session when a request begins and saves it whole when the request ends. Of two requests at once the
 * later one saves what it has loaded, without what the other has put into the cart: also if it was only to remember the
 * last page. This middleware stands before the one that starts the session, so that the session is loaded and saved
 * while no other request of the visitor is worked on. Different visitors never wait for each other.
 *
 * A request that waits too long is answered with 423 and when to come again.
 */
final readonly class SerializeCartSession
{
    public function __construct(private SessionManager $sessions, private Container $app)
    {
    }

    /**
     * Waits until the visitor's request before this one has ended.
     */
    public function handle(Request $request, Closure $next): mixed
    {
        $id = $this->canLoseChanges() ? SessionCookie::of($request, $this->sessions->driver(), $this->app) : null;

        if ($id === null) {
            return $next($request);
        }

        $begun = false;

        try {
            return ChosenLocks::of($this->app)->hold("cart-session:{$id}", static function () use (
                $request,
                $next,
                &$begun,
            ): mixed {
                $begun = true;

                return $next($request);
            });
        } catch (LockTimeoutException $timeout) {
            throw $begun ? $timeout : new LockedHttpException(
                'Another request of yours is still being worked on; please try again.',
                $timeout,
                headers: ['Retry-After' => 1],
            );
        }
    }

    /**
     * A session of one process only has nobody to share it with, one in a cookie comes from the visitor as he sent it.
     * With session.block, Laravel serialises all requests itself.
     */
    private function canLoseChanges(): bool
    {
        return ! in_array($this->sessions->getDefaultDriver(), [null, '', 'array', 'cookie', 'null'], true)
            && ! $this->sessions->shouldBlock();
    }
}
