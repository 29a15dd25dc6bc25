<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Closure;
use Illuminate\Container\Container;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Http\Kernel;
use Illuminate\Http\Request;
use Illuminate\Session\Middleware\StartSession;
use Illuminate\Support\Facades\Facade;
use Symfony\Component\HttpFoundation\Response;

/**
 * A server in one process that clones the application for each request, and puts back what belongs to a request in the
 * framework, as Laravel Octane does.
 */
final class ManyRequestServer
{
    /** @var array<string, string> the session cookie of each browser */
    private array $cookies = [];

    /**
     * @param class-string<Kernel> $kernel the application's own, where it has one
     */
    public function __construct(private readonly Application $app, private readonly string $kernel = Kernel::class)
    {
        // Octane warms what it shares between requests.
        foreach (['auth', 'cache', 'cart', 'config', 'db', 'events', 'router', 'session', 'session.store'] as $shared) {
            $app->make($shared);
        }
    }

    public function route(string $path, Closure $action): void
    {
        $this->app->make('router')->get($path, $action)->middleware(StartSession::class);
    }

    /**
     * What a browser gets.
     */
    public function visit(string $browser, string $path): string
    {
        $response = $this->request($browser, 'GET', $path);

        if ($response->getStatusCode() !== 200) {
            throw $response->exception ?? new \RuntimeException((string) $response->getContent());
        }

        return (string) $response->getContent();
    }

    /**
     * @param array<string, mixed> $fields of a form
     */
    public function request(string $browser, string $method, string $path, array $fields = []): Response
    {
        $sandbox = $this->sandbox();
        $cookies = array_filter(['shop_session' => $this->cookies[$browser] ?? null]);
        $request = Request::create($path, $method, $fields, $cookies, server: ['HTTP_USER_AGENT' => $browser]);
        $kernel = new ($this->kernel)($sandbox, $sandbox->make('router')->setContainer($sandbox));
        $response = $kernel->handle($request);
        $kernel->terminate($request, $response);
        $this->keepCookie($browser, $response);
        self::enter($this->app);

        return $response;
    }

    /**
     * The application of one request.
     */
    public function sandbox(): Application
    {
        $sandbox = clone $this->app;
        self::enter($sandbox);
        $sandbox->make('auth')->setApplication($sandbox)->forgetGuards();
        $sandbox->forgetInstance('auth.driver');
        $session = $sandbox->make('session')->setContainer($sandbox)->driver();
        $session->flush();
        $session->regenerate();

        return $sandbox;
    }

    public static function enter(Application $app): void
    {
        $app->instance('app', $app);
        $app->instance(Container::class, $app);
        Container::setInstance($app);
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication($app);
    }

    private function keepCookie(string $browser, Response $response): void
    {
        foreach ($response->headers->getCookies() as $cookie) {
            if ($cookie->getName() === 'shop_session') {
                $this->cookies[$browser] = (string) $cookie->getValue();
            }
        }
    }
}
