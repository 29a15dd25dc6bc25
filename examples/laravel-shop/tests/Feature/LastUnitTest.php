<?php

declare(strict_types=1);

namespace Tests\Feature;

use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Tests\Support\Browser;
use Tests\Support\Page;
use Tests\Support\ShopTestCase;

/**
 * Two sessions and one roaster: one of them gets the order, and pays. Everything over HTTP, with several workers.
 */
final class LastUnitTest extends ShopTestCase
{
    private const SECRET = 'the secret of the bank';

    private const USERS = ['ann' => '1', 'bob' => '2'];

    protected static function settings(): array
    {
        return [
            'RESERVATIONS_PAYMENT_SECRET' => self::SECRET,
            'SHOP_GRANTED' => 'bob@example.com:viewStats+viewLocks+releaseLocks+clearAllLocks,ann@example.com:viewLocks',
        ];
    }

    #[Test]
    public function ofTwoSessionsThatOrderTheLastUnitAtOnceOneGetsItAndPays(): void
    {
        $browsers = $this->withRoastersInTheirCarts();
        $requests = [];

        foreach ($browsers as $who => $browser) {
            $requests[$who] = $browser->sendForm('POST', '/order/' . self::USERS[$who]);
        }

        $pages = [];

        foreach ($browsers as $who => $browser) {
            $pages[$who] = $browser->receive($requests[$who]);
        }

        $statuses = array_map(static fn (Page $page): int => $page->status, $pages);
        sort($statuses);
        $this->assertSame([201, 409], $statuses, $pages['ann']->body . $pages['bob']->body);
        $winner = array_search(201, array_map(static fn (Page $page): int => $page->status, $pages), true);
        $loser = $winner === 'ann' ? 'bob' : 'ann';

        $refused = $pages[$loser]->json();
        $this->assertSame(['roast/item/roaster', 0], [$refused['failedItems'][0]['key'], $refused['failedItems'][0]['available']]);
        $this->assertSame('Item is currently being processed by another user', $refused['failedItems'][0]['reason']);
        $this->assertSame(1, $this->orders());

        $order = $pages[$winner]->json()['data'];

        // The bank tells it twice, and somebody tries to pay less.
        $cheap = $this->verify(['amount' => 1] + $this->message($order));
        $this->assertSame([400, 'invalid_payment'], [$cheap->status, $cheap->json()['error']]);

        foreach (range(1, 2) as $ignored) {
            $paid = $this->verify($this->message($order));
            $this->assertSame([200, 'paid', false], [$paid->status, $paid->json()['data']['status'], $paid->json()['data']['refundDue']]);
        }

        // It is sold, so the other one does not get it now either.
        $this->assertSame(409, $browsers[$loser]->submit('POST', '/order/' . self::USERS[$loser])->status);
        $this->assertSame(1, $this->orders());
    }

    #[Test]
    public function nobodyOrdersForAnotherAndAGuestForNobody(): void
    {
        $ann = $this->browser();
        $this->logIn($ann);
        $this->add($ann, 'cups');

        $this->assertSame(403, $ann->submit('POST', '/order/2')->status);
        $guest = $this->browser();
        $this->assertSame([401, 'unauthenticated'], [($page = $guest->submit('POST', '/order/1'))->status, $page->json()['error']]);
        $this->assertSame(419, $ann->receive($ann->send('POST', '/order/1'))->status, 'without the token of a form');
    }

    /**
     * @param int $ofAnn what one gets who has another permission
     * @param int $ofBob what one gets who has this one
     */
    #[Test]
    #[DataProvider('adminRoutes')]
    public function whatAdministratorsDoIsDoneByNobodyElse(string $method, string $path, int $ofAnn, int $ofBob): void
    {
        [$guest, $ann, $bob] = [$this->browser(), $this->browser(), $this->browser()];
        $this->logIn($ann);
        $this->logIn($bob, 'bob');

        foreach ([[$guest, 401], [$ann, $ofAnn], [$bob, $ofBob]] as [$browser, $status]) {
            $page = $method === 'GET' ? $browser->get($path) : $browser->submit($method, $path, ['confirm' => '1', 'reason' => 'a test']);
            $this->assertSame($status, $page->status, $page->body);
            $this->assertSame($status === 200, $page->json()['success']);
        }
    }

    public static function adminRoutes(): array
    {
        return [
            ['GET', '/admin/locks/stats', 403, 200],
            ['GET', '/admin/locks/detailed-stats', 403, 200],
            ['GET', '/admin/locks/items/cups', 200, 200],
            ['GET', '/admin/system/health', 403, 200],
            ['POST', '/admin/locks/cleanup', 403, 200],
            ['POST', '/admin/locks/release/nobody', 403, 404],
            ['POST', '/admin/locks/clear-all', 403, 200],
        ];
    }

    /**
     * @return array<string, Browser>
     */
    private function withRoastersInTheirCarts(): array
    {
        $browsers = [];

        foreach (array_keys(self::USERS) as $who) {
            $browsers[$who] = $this->browser();
            $this->logIn($browsers[$who], $who);
            $this->add($browsers[$who], 'roaster');
        }

        return $browsers;
    }

    /**
     * What the bank signs.
     *
     * @param array<string, mixed> $order
     *
     * @return array<string, mixed>
     */
    private function message(array $order): array
    {
        $signed = json_encode([$order['orderId'], $order['amount'], $order['currency'], 'payment-1', true]);

        return [
            'orderId' => $order['orderId'],
            'amount' => $order['amount'],
            'currency' => $order['currency'],
            'reference' => 'payment-1',
            'status' => 'paid',
            'signature' => hash_hmac('sha256', (string) $signed, self::SECRET),
        ];
    }

    /**
     * The bank has no session.
     *
     * @param array<string, mixed> $message
     */
    private function verify(array $message): Page
    {
        $bank = $this->browser('Bank');

        return $bank->receive($bank->send('POST', '/payment/verify', http_build_query($message)));
    }

    private function orders(): int
    {
        return (int) $this->database()->query('select count(*) from checkout_orders')->fetchColumn();
    }
}
