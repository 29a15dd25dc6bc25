<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Laravel\Middleware\SerializeCartSession;
use Cartwright\Laravel\Visitors\CacheVisitorLocks;
use Cartwright\Laravel\Visitors\ChosenLocks;
use Cartwright\Laravel\Visitors\FileVisitorLocks;
use Cartwright\Laravel\Visitors\VisitorLocks;
use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Contracts\Cache\LockTimeoutException;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Http\Request;
use Illuminate\Session\Middleware\StartSession;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Symfony\Component\HttpFoundation\Response;

/**
 * Requests of one visitor, through Laravel's own kernel: each loads the session only when the other has saved it.
 */
final class SerializeCartSessionTest extends LaravelTestCase
{
    private const SESSION = 'abcdefghijabcdefghijabcdefghijabcdefghij';

    private const CHAIN = [EncryptCookies::class, SerializeCartSession::class, StartSession::class];

    protected function settings(): array
    {
        mkdir("{$this->directory}/sessions");
        mkdir("{$this->directory}/cache");

        return [
            'cart.storage' => 'session',
            'cart.session.wait_seconds' => 1,
            'session.driver' => 'file',
            'session.files' => "{$this->directory}/sessions",
            'cache.default' => 'file',
            'cache.stores.file' => ['driver' => 'file', 'path' => "{$this->directory}/cache"],
            'cache.stores.array' => ['driver' => 'array'],
        ];
    }

    /**
     * @return iterable<string, array{array<string, mixed>, class-string<VisitorLocks>}>
     */
    public static function stores(): iterable
    {
        yield 'the default cache store' => [[], CacheVisitorLocks::class];
        yield 'a store without locks for others' => [['cache.default' => 'array'], FileVisitorLocks::class];
        yield 'the store of the setting' => [
            ['cache.default' => 'array', 'cart.session.lock_store' => 'file'],
            CacheVisitorLocks::class,
        ];
        yield 'the store of session blocking' => [
            ['cache.default' => 'array', 'session.block_store' => 'file'],
            CacheVisitorLocks::class,
        ];
    }

    /**
     * @param array<string, mixed> $settings
     * @param class-string<VisitorLocks> $class
     */
    #[Test]
    #[DataProvider('stores')]
    public function theLocksAreThoseOfTheCacheOrTheEngines(array $settings, string $class): void
    {
        config($settings);

        $this->assertInstanceOf($class, ChosenLocks::of($this->app));
    }

    /**
     * @param array<string, mixed> $settings
     * @param class-string<VisitorLocks> $class
     */
    #[Test]
    #[DataProvider('stores')]
    public function aRequestHoldsTheLockOfItsSessionUntilItIsSaved(array $settings, string $class): void
    {
        config($settings);
        $this->assertInstanceOf($class, ChosenLocks::of($this->app));
        $seen = [];
        $this->route('/', function () use (&$seen): string {
            $seen[] = $this->isHeld(self::SESSION);
            $seen[] = $this->isHeld(strrev(self::SESSION));
            $this->app->make('cart')->add('mug', 'Mug', 10);

            return 'ok';
        });
        $response = $this->get('/');

        $this->assertSame(['ok', 200], [$response->getContent(), $response->getStatusCode()]);
        $this->assertSame([true, false], $seen);
        $this->assertFalse($this->isHeld(self::SESSION));
        $this->assertStringContainsString('mug', (string) file_get_contents("{$this->directory}/sessions/" . self::SESSION));
    }

    /**
     * @param array<string, mixed> $settings
     * @param class-string<VisitorLocks> $class
     */
    #[Test]
    #[DataProvider('stores')]
    public function whoWaitsTooLongIsToldToComeAgain(array $settings, string $class): void
    {
        config($settings);
        $this->route('/', static fn (): string => 'ok');
        $locks = ChosenLocks::of($this->app);
        $this->assertInstanceOf($class, $locks);
        $response = $locks->hold(
            'cart-session:' . self::SESSION,
            fn (): Response => $this->get('/', ['Accept' => 'application/json']),
        );

        $this->assertSame([423, '1'], [$response->getStatusCode(), $response->headers->get('Retry-After')]);
        $this->assertStringContainsString('Another request of yours', (string) $response->getContent());
    }

    #[Test]
    public function aRequestThatFailsGivesTheLockBack(): void
    {
        $this->route('/', static fn () => throw new \RuntimeException('no'));

        $this->assertSame(500, $this->get('/')->getStatusCode());
        $this->assertFalse($this->isHeld(self::SESSION));
    }

    #[Test]
    public function aLockTimeoutOfTheApplicationIsItsOwn(): void
    {
        $this->route('/', static fn () => throw new LockTimeoutException('of the application'));

        $this->assertSame(500, $this->get('/')->getStatusCode());
    }

    #[Test]
    public function itKnowsTheSessionAlsoBeforeTheCookiesAreDecrypted(): void
    {
        $held = null;
        $this->route('/', function () use (&$held): string {
            $held = $this->isHeld(self::SESSION);

            return 'ok';
        }, [SerializeCartSession::class, EncryptCookies::class, StartSession::class]);
        $this->get('/');

        $this->assertTrue($held);
    }

    #[Test]
    public function aRouteThatBlocksItselfIsServedToo(): void
    {
        $this->route('/', static fn (): string => 'ok')->block(5, 1);

        $this->assertSame('ok', $this->get('/')->getContent());
    }

    /**
     * @return iterable<string, array{array<string, mixed>}>
     */
    public static function nothingToDo(): iterable
    {
        yield 'a session of this process' => [['session.driver' => 'array']];
        yield 'Laravel blocks by itself' => [['session.block' => true]];
    }

    /**
     * @param array<string, mixed> $settings
     */
    #[Test]
    #[DataProvider('nothingToDo')]
    public function whereNothingCanBeLostNobodyWaits(array $settings): void
    {
        config($settings);
        $held = null;
        $this->route('/', function () use (&$held): string {
            $held = $this->isHeld(self::SESSION);

            return 'ok';
        });

        $this->assertSame('ok', $this->get('/')->getContent());
        $this->assertFalse($held);
    }

    #[Test]
    public function aVisitorWithoutASessionIsServedAtOnce(): void
    {
        $this->route('/', static fn (): string => 'ok');
        $kernel = $this->app->make(Kernel::class);

        $this->assertSame('ok', $kernel->handle(Request::create('http://shop.test/'))->getContent());
        $strange = Request::create('http://shop.test/', 'GET', [], ['shop_session' => 'not ours']);
        $this->assertSame('ok', $kernel->handle($strange)->getContent());
    }

    private function isHeld(string $session): bool
    {
        config(['cart.session.wait_seconds' => 0]);

        try {
            return ChosenLocks::of($this->app)->hold("cart-session:{$session}", static fn (): bool => false);
        } catch (LockTimeoutException) {
            return true;
        } finally {
            config(['cart.session.wait_seconds' => 1]);
        }
    }

    /**
     * @param list<class-string> $chain
     */
    private function route(string $path, callable $action, array $chain = self::CHAIN): \Illuminate\Routing\Route
    {
        $this->app->make('config')->set('app.debug', true);

        return $this->app->make('router')->get($path, $action)->middleware($chain);
    }

    /**
     * @param array<string, string> $headers
     */
    private function get(string $path, array $headers = []): Response
    {
        $encrypter = $this->app->make('encrypter');
        $prefix = \Illuminate\Cookie\CookieValuePrefix::create('shop_session', $encrypter->getKey());
        $request = Request::create("http://shop.test{$path}", 'GET', [], [
            'shop_session' => $encrypter->encrypt($prefix . self::SESSION, false),
        ]);
        $request->headers->add($headers);

        return $this->app->make(Kernel::class)->handle($request);
    }
}
