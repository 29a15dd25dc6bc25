<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Checkout;

use Cartwright\Checkout\Order;
use Cartwright\Checkout\OrderStatus;
use Cartwright\Native\NativeReservations;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Tests\Support\CheckoutTestCase;
use Illuminate\Auth\GenericUser;
use Illuminate\Cache\RateLimiter;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Http\Request;
use Illuminate\Routing\Route;
use Illuminate\Support\Facades\Gate;
use MasyukAI\Cart\Conditions\CartCondition;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Symfony\Component\HttpFoundation\Response;

/**
 * Every route without a user, without the permission, with another one, and with the right one.
 */
final class RoutesTest extends CheckoutTestCase
{
    private const GATES = ['viewLocks', 'releaseLocks', 'viewStats', 'clearAllLocks'];

    protected function settings(): array
    {
        return [
            'reservations.routes.enabled' => true,
            'reservations.routes.middleware' => ['web'],
        ] + parent::settings();
    }

    #[Test]
    #[DataProvider('adminPaths')]
    public function whoIsNobodyIsRefused(string $method, string $path): void
    {
        $this->assertFailure(401, 'unauthenticated', $this->ask($method, $path));
    }

    #[Test]
    #[DataProvider('adminPaths')]
    public function whoIsGrantedNothingIsDenied(string $method, string $path): void
    {
        $order = $this->place('7')->order;
        $this->login('7');

        $this->assertFailure(403, 'forbidden', $this->ask($method, str_replace('ORDER', $order->id, $path), ['confirm' => true, 'reason' => 'x']));
        $this->assertSame(1, $this->reservations->stock('lamp')->held);
    }

    #[Test]
    #[DataProvider('adminGates')]
    public function whoIsGrantedEverythingElseIsDenied(string $method, string $path, string $gate): void
    {
        $order = $this->place('7')->order;
        $this->login('admin', ...array_diff(self::GATES, [$gate]));

        $this->assertFailure(403, 'forbidden', $this->ask($method, str_replace('ORDER', $order->id, $path), ['confirm' => true, 'reason' => 'x']));
        $this->assertSame(1, $this->reservations->stock('lamp')->held);
    }

    /**
     * @param list<string> $members
     */
    #[Test]
    #[DataProvider('adminRoutes')]
    public function whoIsGrantedItIsAnswered(string $method, string $path, string $gate, array $members): void
    {
        $order = $this->place('7')->order;
        $this->login('admin', $gate);

        $data = $this->assertAnswered(200, $this->ask($method, str_replace('ORDER', $order->id, $path), ['confirm' => true, 'reason' => 'x']), 'admin');
        $this->assertEqualsCanonicalizing($members, array_keys($data));
    }

    public static function adminPaths(): array
    {
        return array_map(static fn (array $route): array => array_slice($route, 0, 2), self::adminRoutes());
    }

    public static function adminGates(): array
    {
        return array_map(static fn (array $route): array => array_slice($route, 0, 3), self::adminRoutes());
    }

    public static function adminRoutes(): array
    {
        return [
            'stats' => ['GET', 'admin/locks/stats', 'viewStats', ['activeLocks', 'lockKeys', 'timestamp']],
            'detailed stats' => ['GET', 'admin/locks/detailed-stats', 'viewStats', [
                'totalLocks', 'activeLocks', 'expiredLocks', 'activeLockDetails', 'expiredLockDetails', 'timestamp',
            ]],
            'release' => ['POST', 'admin/locks/release/ORDER', 'releaseLocks', ['orderId', 'released', 'failed', 'message']],
            'cleanup' => ['POST', 'admin/locks/cleanup', 'releaseLocks', ['cleaned', 'locksReleased', 'failedCleanups', 'message']],
            'clear all' => ['POST', 'admin/locks/clear-all', 'clearAllLocks', ['cleared']],
            'item' => ['GET', 'admin/locks/items/lamp', 'viewLocks', ['itemId', 'isLocked', 'lockInfo', 'stock']],
            'health' => ['GET', 'admin/system/health', 'viewStats', ['status', 'heldReservations', 'heldLines', 'locks']],
        ];
    }

    #[Test]
    public function aBuyerOrdersPaysAndIsToldSo(): void
    {
        $this->cart('7', 2);
        $this->login('7');
        $data = $this->assertAnswered(201, $this->ask('POST', 'order/7'), '7');
        $this->assertSame(['pending', 3998, 'USD'], [$data['status'], $data['amount'], $data['currency']]);
        $this->assertSame('hmac', $data['paymentOptions']['gateway']);
        $this->assertStringNotContainsString('token', json_encode($data));

        $order = Order::query()->findOrFail($data['orderId']);
        $this->app->make('auth')->guard()->forgetUser();
        $message = $this->payment($order);

        foreach (range(1, 2) as $ignored) {
            $settled = $this->assertAnswered(200, $this->ask('POST', 'payment/verify', $message), null);
            $this->assertSame(['orderId' => $order->id, 'status' => 'paid', 'refundDue' => false], $settled);
        }

        $this->assertSame(2, $this->reservations->stock('lamp')->sold);
    }

    #[Test]
    public function ofTwoSessionsAndOneLastUnitOneGetsAnOrder(): void
    {
        $this->reservations->setStock('lamp', 1);
        $this->cart('ada');
        $this->cart('ben');
        $this->login('ada');
        $this->assertAnswered(201, $this->ask('POST', 'order/ada'), 'ada');
        $this->login('ben');
        $refused = $this->assertFailure(409, 'reservation_short', $this->ask('POST', 'order/ben'));

        $this->assertEquals([[
            'itemId' => 'lamp',
            'kind' => 'item',
            'quantity' => 1,
            'reason' => 'Item is currently being processed by another user',
            'key' => 'shop/item/lamp',
            'requested' => 1,
            'available' => 0,
        ]], $refused['failedItems']);
        $this->assertSame(1, Order::query()->count());
    }

    #[Test]
    public function nobodyOrdersForAnotherUnlessHeIsGrantedThat(): void
    {
        $this->cart('7');
        $this->assertFailure(401, 'unauthenticated', $this->ask('POST', 'order/7'));
        $this->login('8');
        $this->assertFailure(403, 'forbidden', $this->ask('POST', 'order/7'));
        Gate::define('placeOrderFor', static fn (GenericUser $user, string $for): bool => $for === '7');

        $this->assertAnswered(201, $this->ask('POST', 'order/7'), '8');
        $this->assertFailure(403, 'forbidden', $this->ask('POST', 'order/9'));
    }

    #[Test]
    public function anEmptyCartIsNoOrder(): void
    {
        $this->login('7');
        $this->assertFailure(422, 'nothing_to_order', $this->ask('POST', 'order/7'));
    }

    #[Test]
    public function aPaymentThatIsNoneIsRefusedAndOneForNobodyIsNotFound(): void
    {
        $order = $this->place('7')->order;
        $this->assertFailure(400, 'invalid_payment', $this->ask('POST', 'payment/verify', ['amount' => 1] + $this->payment($order)));
        $this->assertFailure(400, 'invalid_payment', $this->ask('POST', 'payment/verify'));
        $order->id = 'nobody';
        $this->assertFailure(404, 'order_unknown', $this->ask('POST', 'payment/verify', $this->payment($order)));
    }

    #[Test]
    public function aForcedReleaseNeedsAReasonIsNotedAndFailsTheOrder(): void
    {
        $order = $this->place('7')->order;
        $this->login('admin', 'releaseLocks');
        $this->assertFailure(422, 'invalid_reservation', $this->ask('POST', "admin/locks/release/{$order->id}"));
        $this->assertSame(1, $this->reservations->stock('lamp')->held);

        $data = $this->assertAnswered(200, $this->ask('POST', "admin/locks/release/{$order->id}", ['reason' => 'he called']), 'admin');
        $this->assertSame([['lamp'], 'Locks released'], [$data['released'], $data['message']]);
        $this->assertSame([OrderStatus::Failed, 'released'], [$order->refresh()->status, $order->failure]);
        $this->assertContains('he called (by admin)', array_column($this->reservations->audit(), 'detail'));

        $again = $this->assertFailure(
            409,
            'reservation_ended',
            $this->ask('POST', "admin/locks/release/{$order->id}", ['reason' => 'he called']),
        );
        $this->assertSame([['lamp'], 'Failed to release locks'], [$again['failed'], $again['message']]);
        $unknown = $this->assertFailure(404, 'reservation_unknown', $this->ask('POST', 'admin/locks/release/nobody', ['reason' => 'x']));
        $this->assertSame('Lock not found', $unknown['message']);
    }

    #[Test]
    #[DataProvider('reasonsThatAreNone')]
    public function aReasonThatSaysNothingIsNone(mixed $reason): void
    {
        $order = $this->place('7')->order;
        $this->login('admin', 'releaseLocks');

        $this->assertFailure(422, 'invalid_reservation', $this->ask('POST', "admin/locks/release/{$order->id}", ['reason' => $reason]));
        $this->assertSame(1, $this->reservations->stock('lamp')->held);
    }

    public static function reasonsThatAreNone(): array
    {
        return ['blanks' => ["  \t"], 'a list' => [['he called']], 'nothing' => [null]];
    }

    #[Test]
    public function theNameOfAShortItemIsAsTheCartHasIt(): void
    {
        $this->reservations->setStock('50% / wool', 1);
        $this->cart('7', 0)->add('50% / wool', 'A scarf', 100, 2);
        $this->login('7');

        $refused = $this->assertFailure(409, 'reservation_short', $this->ask('POST', 'order/7'));
        $this->assertSame(['50% / wool', 2], [$refused['failedItems'][0]['itemId'], $refused['failedItems'][0]['quantity']]);
    }

    #[Test]
    public function everyRouteIsAmongThose(): void
    {
        $names = array_filter(
            array_map(static fn (Route $route): string => (string) $route->getName(), $this->app->make('router')->getRoutes()->getRoutes()),
            static fn (string $name): bool => str_starts_with($name, 'reservations.'),
        );
        $admin = array_filter($names, static fn (string $name): bool => str_starts_with($name, 'reservations.admin.'));

        $this->assertCount(count(self::adminRoutes()), $admin);
        $this->assertEqualsCanonicalizing(['reservations.order', 'reservations.payment'], array_diff($names, $admin));
    }

    #[Test]
    public function theStockOfAnotherVendorOrKindIsLookedAtByItsKey(): void
    {
        $this->login('admin', 'viewLocks');
        $this->reservations->setStock(['sku' => 'WELCOME', 'kind' => 'coupon', 'vendor' => 'mill'], 10);
        $this->reservations->reserve('order-1', 'ada', [['sku' => 'vase', 'vendor' => 'mill', 'rule' => 'exclusive']]);
        $ask = fn (string $path): Response => $this->ask('GET', "admin/locks/items/{$path}");

        $this->assertFailure(404, 'reservation_unknown', $ask('WELCOME'));
        $this->assertFailure(404, 'reservation_unknown', $ask('WELCOME?kind=coupon'));
        $coupon = $this->assertAnswered(200, $ask('WELCOME?kind=coupon&vendor=mill'), 'admin');
        $this->assertSame([false, null, 'mill/coupon/WELCOME', 10], [
            $coupon['isLocked'], $coupon['lockInfo'], $coupon['stock']['key'], $coupon['stock']['available'],
        ]);
        $this->reservations->setUntracked(['sku' => 'sand', 'vendor' => 'mill']);
        $this->reservations->reserve('order-2', 'ada', [['sku' => 'sand', 'vendor' => 'mill']]);
        $sand = $this->assertAnswered(200, $ask('sand?vendor=mill'), 'admin');
        $this->assertSame([false, null], [$sand['isLocked'], $sand['lockInfo']], 'there is always enough of it');
        $vase = $this->assertAnswered(200, $ask('vase?vendor=mill'), 'admin');
        $this->assertSame([true, 'ada'], [$vase['isLocked'], $vase['lockInfo']['userId']]);

        foreach (['kind[]=coupon', 'vendor=', 'kind=' . str_repeat('k', 256)] as $wrong) {
            $this->assertFailure(422, 'invalid_reservation', $ask("WELCOME?{$wrong}"));
        }
    }

    #[Test]
    public function whatComesToNothingIsNoOrder(): void
    {
        $this->cart('7')->addCondition(new CartCondition('All of it', 'discount', 'subtotal', '-100%'));
        $this->login('7');

        $this->assertFailure(422, 'nothing_to_pay', $this->ask('POST', 'order/7'));
    }

    #[Test]
    public function aBusyGatewayIsNeverToldToWaitAndWhoGuessesIs(): void
    {
        config(['reservations.routes.payments_per_minute' => 2]);
        $order = $this->place('7')->order;
        $right = $this->payment($order);

        foreach (range(1, 5) as $ignored) {
            $this->assertAnswered(200, $this->ask('POST', 'payment/verify', $right), null);
        }

        foreach (range(1, 2) as $ignored) {
            $this->assertFailure(400, 'invalid_payment', $this->ask('POST', 'payment/verify', ['amount' => 1] + $right));
        }

        $limited = $this->ask('POST', 'payment/verify', ['amount' => 1] + $right);
        $this->assertFailure(429, 'http', $limited);
        $this->assertGreaterThan(0, (int) $limited->headers->get('Retry-After'));
        $this->assertAnswered(200, $this->ask('POST', 'payment/verify', $right), null);
    }

    #[Test]
    public function withoutOrdersThereAreOnlyTheRoutesOfLocks(): void
    {
        $this->startApplication(['reservations.checkout.enabled' => false]);
        $this->login('7', ...self::GATES);

        $this->assertSame(404, $this->ask('POST', 'order/7')->getStatusCode());
        $this->assertSame(404, $this->ask('POST', 'payment/verify')->getStatusCode());
        $this->assertSame(200, $this->ask('GET', 'admin/locks/stats')->getStatusCode());
        $this->assertSame(200, $this->ask('POST', 'admin/locks/clear-all', ['confirm' => true])->getStatusCode());
    }

    #[Test]
    public function clearingIsAskedToBeConfirmed(): void
    {
        $order = $this->place('7')->order;
        $this->login('admin', 'clearAllLocks');

        $this->assertFailure(422, 'not_confirmed', $this->ask('POST', 'admin/locks/clear-all'));
        $this->assertSame(1, $this->reservations->stock('lamp')->held);
        $this->assertSame(['cleared' => 1], $this->assertAnswered(200, $this->ask('POST', 'admin/locks/clear-all', ['confirm' => true]), 'admin'));
        $this->assertSame([OrderStatus::Failed, 'released'], [$order->refresh()->status, $order->failure]);
        $this->assertSame(['ReservationMade', 'ReservationForced'], $this->toldClasses());
    }

    #[Test]
    public function anItemThatNobodyKnowsIsNotFound(): void
    {
        $this->login('admin', 'viewLocks');

        $this->assertSame('Lock not found', $this->assertFailure(404, 'reservation_unknown', $this->ask('GET', 'admin/locks/items/nothing'))['message']);
        $this->locks->acquireLock('nothing', 'ada');
        $data = $this->assertAnswered(200, $this->ask('GET', 'admin/locks/items/nothing'), 'admin');
        $this->assertSame([true, 'ada'], [$data['isLocked'], $data['lockInfo']['userId']]);
    }

    #[Test]
    public function aStoreThatFailsIsAnErrorWithoutItsWords(): void
    {
        $this->store = NativeReservations::open(['store' => 'sqlite:/nowhere/at/all/reservations.sqlite']);
        $this->replaceStore();
        $this->login('admin', 'viewStats');

        $failure = $this->assertFailure(503, 'store_unavailable', $this->ask('GET', 'admin/system/health'));
        $this->assertSame('The shop cannot answer right now', $failure['message']);
    }

    #[Test]
    public function whoAsksTooOftenIsToldToWait(): void
    {
        config(['reservations.routes.orders_per_minute' => 2]);
        $this->login('7');
        $this->ask('POST', 'order/7');
        $this->ask('POST', 'order/7');
        $response = $this->ask('POST', 'order/7');

        $this->assertFailure(429, 'http', $response);
        $this->assertTrue($response->headers->has('Retry-After'));
    }

    #[Test]
    public function theRoutesAreNotThereUntilTheyAreSwitchedOn(): void
    {
        $this->startApplication(['reservations.routes.enabled' => false]);
        $this->login('admin', ...self::GATES);

        foreach (self::adminRoutes() as [$method, $path]) {
            $this->assertSame(404, $this->ask($method, $path)->getStatusCode());
        }
    }

    #[Test]
    public function theirLimitsHoldWhereTheRoutesAreCached(): void
    {
        file_put_contents($this->app->getCachedRoutesPath(), '<?php');
        $this->startApplication();

        $this->assertTrue($this->app->routesAreCached());
        $this->assertNotNull($this->app->make(RateLimiter::class)->limiter('reservations.orders'));
        $this->assertNotNull($this->app->make(RateLimiter::class)->limiter('reservations.admin'));
    }

    #[Test]
    public function theyMayLieBelowAPrefix(): void
    {
        $this->startApplication(['reservations.routes.prefix' => 'api']);

        $this->assertSame('http://shop.test/api/payment/verify', $this->app->make('url')->route('reservations.payment'));
    }

    private function replaceStore(): void
    {
        $reservations = $this->store;
        $this->app->instance(ReservationManager::class, new ReservationManager(
            static fn (): NativeReservations => $reservations,
            static fn () => null,
        ));
    }

    private function login(string $user, string ...$gates): void
    {
        foreach ($gates as $gate) {
            Gate::define($gate, static fn (GenericUser $asking): bool => $asking->getAuthIdentifier() === $user);
        }

        $this->app->make('auth')->guard()->setUser(new GenericUser(['id' => $user]));
    }

    /**
     * @param array<string, mixed> $input
     */
    private function ask(string $method, string $path, array $input = []): Response
    {
        return $this->app->make(Kernel::class)->handle(Request::create("http://shop.test/{$path}", $method, $input));
    }

    /**
     * @return array<string, mixed>
     */
    private function assertAnswered(int $status, Response $response, ?string $requestedBy): array
    {
        $this->assertSame($status, $response->getStatusCode(), (string) $response->getContent());
        $answer = json_decode((string) $response->getContent(), true);
        $this->assertSame(['success', 'data', 'requestedBy', 'timestamp'], array_keys($answer));
        $this->assertSame([true, $requestedBy], [$answer['success'], $answer['requestedBy']]);

        return $answer['data'];
    }

    /**
     * @return array<string, mixed>
     */
    private function assertFailure(int $status, string $error, Response $response): array
    {
        $this->assertSame($status, $response->getStatusCode(), (string) $response->getContent());
        $answer = json_decode((string) $response->getContent(), true);
        $this->assertSame([false, $error], [$answer['success'], $answer['error']]);
        $this->assertIsString($answer['message']);

        return $answer;
    }
}
