<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Illuminate\Auth\Events\Login;
use Illuminate\Auth\GenericUser;
use Illuminate\Support\Facades\Auth;
use MasyukAI\Cart\Facades\Cart;
use MasyukAI\Cart\Services\CartMigrationService;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * What a visitor has put into his cart is there when he has logged in; what a stranger has, is not: on every storage.
 */
abstract class LoginTests extends LaravelTestCase
{
    private ?ManyRequestServer $server = null;

    protected function setUp(): void
    {
        parent::setUp();
        $this->customer('ann@shop.test', 'secret');
    }

    #[Test]
    #[DataProvider('logins')]
    public function theCartOfTheVisitorBecomesTheUsers(string $login): void
    {
        $this->visit('browser', 'add/a');
        $this->visit('browser', $login);

        $this->assertSame('{"a":1}', $this->visit('browser', 'cart'));
        $this->assertSame('true', $this->visit('browser', 'kept/1'));
    }

    public static function logins(): array
    {
        return [
            'with a password' => ['attempt/ann@shop.test/secret'],
            'without an attempt, as with a link in a mail or another site\'s account' => ['login/1'],
        ];
    }

    #[Test]
    public function aVisitorWithoutACartLogsIn(): void
    {
        $this->assertSame('1', $this->visit('browser', 'login/1'));
        $this->assertSame('{}', $this->visit('browser', 'cart'));
    }

    #[Test]
    public function aLoginThatWasTriedBeforeInAnotherBrowserBringsNothingOfIt(): void
    {
        $this->visit('stranger', 'add/planted');
        $this->assertSame('', $this->visit('stranger', 'attempt/ann@shop.test/wrong'));

        $this->visit('browser', 'login/1');

        $this->assertSame('{}', $this->visit('browser', 'cart'));
        $this->assertSame('{"planted":1}', $this->visit('stranger', 'cart'));
    }

    #[Test]
    public function whoFailsToLogInTakesNothing(): void
    {
        $this->visit('browser', 'add/a');
        $this->visit('stranger', 'attempt/ann@shop.test/wrong');

        $this->assertSame('{}', $this->visit('stranger', 'cart'));
        $this->assertSame('{"a":1}', $this->visit('browser', 'cart'));
    }

    #[Test]
    public function afterAFailedAttemptTheNextOneStillBringsTheCart(): void
    {
        $this->visit('browser', 'add/a');
        $this->visit('browser', 'attempt/ann@shop.test/wrong');
        $this->visit('browser', 'attempt/ann@shop.test/secret');

        $this->assertSame('{"a":1}', $this->visit('browser', 'cart'));
    }

    #[Test]
    public function aCartIsBroughtOnce(): void
    {
        $this->visit('browser', 'add/a');
        $this->visit('browser', 'login/1');
        $this->visit('browser', 'logout');
        $this->customer('bob@shop.test');
        $this->visit('browser', 'login/2');

        $this->assertSame('{}', $this->visit('browser', 'cart'));
    }

    #[Test]
    public function aLoginOfAnotherGuardIsAnotherPersons(): void
    {
        $this->visit('browser', 'add/a');
        $this->visit('browser', 'staff/1');

        $this->assertSame('false', $this->visit('browser', 'kept/1'));
    }

    #[Test]
    public function thePageAfterTheLoginCanTellOfIt(): void
    {
        $this->visit('browser', 'add/a');
        $this->visit('browser', 'login/1');

        $this->assertSame(
            '{"items_merged":1,"has_conflicts":false,"conflicts":[],"message":"Cart migration completed successfully"}',
            $this->visit('browser', 'told'),
        );
        $this->assertSame('null', $this->visit('browser', 'told'));
    }

    #[Test]
    public function aMergeThatFailsDoesNotKeepAnybodyFromLoggingIn(): void
    {
        $this->visit('browser', 'add/a');
        $this->app->instance(CartMigrationService::class, $this->failing());
        $this->assertSame('1', $this->visit('browser', 'login/1'));
        $this->assertStringContainsString('the database is on fire', implode($this->logged()));

        $this->app->offsetUnset(CartMigrationService::class);
        $this->app->singleton(CartMigrationService::class);
        $this->visit('browser', 'logout');
        $this->visit('browser', 'login/1');

        $this->assertSame('{"a":1}', $this->visit('browser', 'cart'));
    }

    #[Test]
    public function whereItIsSwitchedOffTheCartsStayApart(): void
    {
        $this->startApplication(['cart.migration' => ['auto_migrate_on_login' => 'false']]);
        $this->server = null;
        $this->customer();
        $this->visit('browser', 'add/a');
        $this->visit('browser', 'login/1');

        $this->assertSame('{}', $this->visit('browser', 'cart'));
    }

    #[Test]
    public function anApplicationThatFiresTheEventItselfIsServed(): void
    {
        $this->app->make('events')->dispatch(new Login('web', new GenericUser(['id' => 7]), false));

        $this->assertFalse(Cart::storage()->has('7', 'default'));
    }

    private function visit(string $browser, string $path): string
    {
        return $this->server()->visit($browser, $path);
    }

    private function server(): ManyRequestServer
    {
        if ($this->server !== null) {
            return $this->server;
        }

        $this->server = new ManyRequestServer($this->app);
        $routes = [
            'add/{id}' => static fn (string $id) => Cart::add($id, 'A', 10)->id,
            'cart' => static fn () => json_encode((object) Cart::getItems()->map->quantity->all()),
            'attempt/{email}/{password}' => static fn (string $email, string $password) => (string) Auth::attempt([
                'email' => $email, 'password' => $password,
            ]),
            'login/{id}' => static fn (string $id) => Auth::loginUsingId((int) $id)->id,
            'staff/{id}' => static fn (string $id) => Auth::guard('staff')->loginUsingId((int) $id)->id,
            'logout' => static fn () => (string) Auth::logout(),
            'kept/{id}' => static fn (string $id) => json_encode(Cart::storage()->has($id, 'default')),
            'told' => static fn () => json_encode(session('cart_migration')),
        ];

        foreach ($routes as $path => $action) {
            $this->server->route($path, $action);
        }

        return $this->server;
    }

    private function failing(): CartMigrationService
    {
        return new class () extends CartMigrationService {
            public function migrateGuestCartForUser(mixed $user, string $instance, string $sessionId): object
            {
                throw new RuntimeException('the database is on fire');
            }
        };
    }
}
