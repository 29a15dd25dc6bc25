<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\DatabaseStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A Cart object holds what it has read. Whatever happens to the row meanwhile, also where the version number comes back,
 * its next change is made to what is stored.
 */
final class NeverOverwrittenTest extends DatabaseTestCase
{
    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows();
    }

    #[Test]
    #[DataProvider('databases')]
    public function aCartThatAnotherRequestClearedAndFilledAgainIsAddedTo(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $rival = $this->rivalCart();
        $rival->clear();
        $rival->add('pear', 'Pear', 10.0);
        $this->assertSame(1, (int) $this->row()->version);

        $holder->add('plum', 'Plum', 5.0);

        $this->assertHolds(['pear' => 1, 'plum' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aCartThatAnotherRequestClearedIsMadeAnew(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $this->rivalCart()->clear();

        $holder->add('plum', 'Plum', 5.0);

        $this->assertHolds(['plum' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aCartThatWeClearedHoldsWhatAnotherRequestAddsThen(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $holder->clear();
        $this->rivalCart()->add('pear', 'Pear', 10.0);

        $holder->add('plum', 'Plum', 5.0);

        $this->assertHolds(['pear' => 1, 'plum' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSwapOfCartsWithEqualVersionsIsSeenByTheHoldersOfBoth(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $guest = $this->cart(identifier: 'guest');
        $guest->add('pear', 'Pear', 10.0);
        $this->assertEquals($this->row()->version, $this->row('guest')->version);

        $this->assertTrue($this->rivalStorage()->swapIdentifier('guest', 'customer', 'default'));

        $holder->add('plum', 'Plum', 5.0);
        $guest->add('fig', 'Fig', 1.0);
        $this->assertHolds(['pear' => 1, 'plum' => 1], $this->stored());
        $this->assertHolds(['fig' => 1], $this->stored('guest'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSwapByAnotherProgramThatKeepsTheRowsIdIsSeenToo(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $guest = $this->cart(identifier: 'guest');
        $guest->add('pear', 'Pear', 10.0);

        // What the original does.
        $rival = $this->connection('rival');
        $rival->table('carts')->where('identifier', 'customer')->delete();
        $rival->table('carts')->where('identifier', 'guest')->update(['identifier' => 'customer']);

        $guest->add('fig', 'Fig', 1.0);
        $holder->add('plum', 'Plum', 5.0);
        $this->assertHolds(['fig' => 1], $this->stored('guest'));
        $this->assertHolds(['pear' => 1, 'plum' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function twoCartsThatChangedPlacesAreNotMixedUp(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $guest = $this->cart(identifier: 'guest');
        $guest->add('pear', 'Pear', 10.0);
        $rival = $this->connection('rival');

        foreach (['customer' => 'nobody', 'guest' => 'customer', 'nobody' => 'guest'] as $from => $to) {
            $rival->table('carts')->where('identifier', $from)->update(['identifier' => $to]);
        }

        $this->assertHolds(['pear' => 1], $this->quantities($holder));
        $guest->add('fig', 'Fig', 1.0);
        $holder->add('plum', 'Plum', 5.0);
        $this->assertHolds(['pear' => 1, 'plum' => 1], $this->stored());
        $this->assertHolds(['apple' => 1, 'fig' => 1], $this->stored('guest'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aCartThatWasRenamedAwayIsNotFollowed(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $this->connection('rival')->table('carts')->where('identifier', 'customer')->update(['identifier' => 'moved']);

        $holder->add('plum', 'Plum', 5.0);

        $this->assertHolds(['apple' => 1], $this->stored('moved'));
        $this->assertHolds(['plum' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function anInstanceThatWasRenamedIsNotFollowedEither(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $this->connection('rival')->table('carts')->where('identifier', 'customer')->update(['instance' => 'saved']);

        $holder->add('plum', 'Plum', 5.0);

        $this->assertHolds(['apple' => 1], $this->quantities($this->cart()->setInstance('saved')));
        $this->assertHolds(['plum' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSwapOntoItselfKeepsTheCartAndTheHolder(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $this->assertTrue($this->rivalStorage()->swapIdentifier('customer', 'customer', 'default'));

        $holder->add('plum', 'Plum', 5.0);

        $this->assertHolds(['apple' => 1, 'plum' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function eachChangeOfTheThinPathIsMadeToWhatTheRivalStored(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $holder->add('pear', 'Pear', 10.0, 5);
        $holder->addCondition(new CartCondition('SALE', 'discount', 'subtotal', '-10%'));
        $rival = $this->rivalCart();
        $changes = [
            fn () => $holder->update('apple', ['quantity' => 2]),
            fn () => $holder->update('pear', ['quantity' => ['value' => 7]]),
            fn () => $holder->remove('apple'),
            fn () => $holder->addCondition(new CartCondition('FEE', 'fee', 'total', '+5')),
            fn () => $holder->removeCondition('SALE'),
        ];

        foreach ($changes as $turn => $change) {
            $rival->add("nut-{$turn}", 'Nut', 1.0);
            $change();
        }

        $this->assertHolds(
            ['pear' => 7, 'nut-0' => 1, 'nut-1' => 1, 'nut-2' => 1, 'nut-3' => 1, 'nut-4' => 1],
            $this->stored(),
        );
        $this->assertSame(['FEE'], $this->rivalCart()->getConditions()->keys()->all());
    }

    #[Test]
    #[DataProvider('databases')]
    public function theAnswerOfAChangeIsTheOneOfTheStateItWasStoredAt(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $this->rivalCart()->add('apple', 'Apple', 20.0, 3);

        $this->assertSame(6, $holder->add('apple', 'Apple', 20.0, 2)->quantity);

        $this->rivalCart()->remove('apple');
        $this->assertNull($holder->update('apple', ['quantity' => 1]));
        $this->assertNull($holder->remove('apple'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aRefusalIsTheOneOfTheStateThatIsStored(TestDatabase $on): void
    {
        config(['cart.limits.max_item_quantity' => 5]);
        $holder = $this->holderOfAnApple($on);
        $holder->update('apple', ['quantity' => ['value' => 5]]);
        $this->rivalCart()->update('apple', ['quantity' => ['value' => 1]]);

        // What we hold is full; what is stored is not.
        $this->assertSame(2, $holder->add('apple', 'Apple', 20.0)->quantity);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aProgramOfTheOriginalThatRaisesTheVersionIsRespected(TestDatabase $on): void
    {
        $holder = $this->holderOfAnApple($on);
        $items = $this->rivalStorage()->getItems('customer', 'default');
        $this->rivalStorage()->putItems('customer', 'default', $items + [
            'pear' => ['id' => 'pear', 'name' => 'Pear', 'price' => 10, 'quantity' => 4, 'attributes' => [],
                'conditions' => [], 'associated_model' => null],
        ]);

        $holder->add('pear', 'Pear', 10.0);

        $this->assertHolds(['apple' => 1, 'pear' => 5], $this->stored());
    }

    private function holderOfAnApple(TestDatabase $on): Cart
    {
        $this->openOn($on);
        $holder = $this->cart();
        $holder->add('apple', 'Apple', 20.0);

        return $holder;
    }

    private function rivalStorage(): DatabaseStorage
    {
        return new DatabaseStorage($this->connection('rival'));
    }
}
