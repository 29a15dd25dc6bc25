<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\LockTimeoutException;
use Cartwright\Exceptions\NativeException;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Exceptions\StoreException;
use Cartwright\Exceptions\VersionsException;
use Cartwright\Native\Abi;
use Cartwright\Native\Refusal;
use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\TestCase;
use Illuminate\Contracts\Cache\LockTimeoutException as LaravelsLockTimeoutException;
use InvalidArgumentException;
use LogicException;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Exceptions\CartException;
use OutOfBoundsException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use ReflectionClass;
use RuntimeException;

/**
 * What the library answers and what PHP throws: each status has one class, and nothing that the library says is lost.
 */
final class NativeRefusalTest extends TestCase
{
    /** What a program that knows nothing of this package's classes catches. */
    private const PARENTS = [
        'InvalidCartItemException' => CartException::class,
        'InvalidCartConditionException' => CartException::class,
        'UnknownModelException' => CartException::class,
        'CartTooLargeException' => InvalidArgumentException::class,
        'NumberOutOfRangeException' => CartException::class,
        'UnknownCurrencyException' => OutOfBoundsException::class,
        'CorruptCartException' => CartException::class,
        'InvalidTextException' => InvalidArgumentException::class,
        'InvalidRuleException' => InvalidArgumentException::class,
        'ReservedKeyException' => InvalidArgumentException::class,
        'CartConflictException' => CartException::class,
        'OutcomeUnknownException' => CartException::class,
        'NoRandomnessException' => RuntimeException::class,
        'LockTimeoutException' => LaravelsLockTimeoutException::class,
        'LockLostException' => CartException::class,
        'InvalidLockException' => InvalidArgumentException::class,
        'FencesExhaustedException' => StoreException::class,
        'InsufficientStockException' => ReservationException::class,
        'ReservationConflictException' => ReservationException::class,
        'ReservationEndedException' => ReservationException::class,
        'ReservationLimitException' => ReservationException::class,
        'WrongReservationTokenException' => ReservationException::class,
        'ReservationExpiredException' => ReservationException::class,
        'UnknownReservationException' => ReservationException::class,
        'InvalidReservationException' => InvalidArgumentException::class,
        'NotConfirmedException' => LogicException::class,
        'InvalidVersionsException' => InvalidArgumentException::class,
        'UnmarkedChangeException' => VersionsException::class,
        'ForgottenChangeException' => VersionsException::class,
        'InvalidCallException' => NativeException::class,
        'DefectException' => NativeException::class,
    ];

    #[Test]
    public function everyStatusOfTheHeaderHasExactlyOneClass(): void
    {
        $statuses = array_diff_key(self::statusesOfTheHeader(), ['OK' => true]);
        $this->assertSame(
            array_values($statuses),
            array_intersect(array_values($statuses), array_keys(Refusal::CLASSES)),
            'A status of the header has no exception',
        );
        $this->assertSame([], array_diff(array_keys(Refusal::CLASSES), $statuses), 'An exception has no status');
        $this->assertSame(
            array_values(Refusal::CLASSES),
            array_values(array_unique(Refusal::CLASSES)),
            'A class stands for two statuses',
        );
    }

    #[Test]
    #[DataProvider('statuses')]
    public function aStatusIsThrownWithItsSentenceItsKindAndItsDetail(string $name, int $status): void
    {
        $detail = ['attempted_version' => '3', 'current_version' => '4', 'more' => 'kept'];
        $exception = Refusal::of($status, 'A sentence', $detail);
        $kinds = ['CONFLICT' => 'conflict'];

        $this->assertSame(Refusal::CLASSES[$status], $exception::class);
        $this->assertSame('A sentence', $exception->getMessage());
        $this->assertSame($kinds[$name] ?? strtolower($name), $exception->kind());
        $this->assertSame($detail, $exception->detail());
    }

    #[Test]
    #[DataProvider('statuses')]
    public function itIsCaughtByWhatProgramsCatchAlready(string $name, int $status): void
    {
        $exception = Refusal::of($status, 'A sentence', []);
        $class = (new ReflectionClass($exception))->getShortName();
        $parent = str_starts_with($name, 'STORE_') ? StoreException::class : self::PARENTS[$class];

        $this->assertInstanceOf($parent, $exception);
        $this->assertInstanceOf(EngineRefusal::class, $exception);
    }

    public static function statuses(): iterable
    {
        foreach (array_diff_key(self::statusesOfTheHeader(), ['OK' => true]) as $name => $status) {
            yield $name => [$name, $status];
        }
    }

    #[Test]
    public function aConflictKnowsBothVersionsOfTheStore(): void
    {
        $detail = ['attempted_version' => '3', 'current_version' => '5'];
        $conflict = Refusal::of(Abi::CONFLICT, 'Others kept changing the cart', $detail);

        $this->assertInstanceOf(CartConflictException::class, $conflict);
        $this->assertSame([3, 5], [$conflict->getAttemptedVersion(), $conflict->getCurrentVersion()]);
        $this->assertFalse($conflict->isMinorConflict());
    }

    #[Test]
    public function aStatusOfALaterLibraryIsSaidToBeUnknownAndLosesNothing(): void
    {
        $exception = Refusal::of(77, 'Something new', ['of' => 'it']);

        $this->assertSame(NativeException::class, $exception::class);
        $this->assertSame(
            'Something new (status 77, which this package does not know; install the library and the package of the same'
                . ' release)',
            $exception->getMessage(),
        );
        $this->assertSame(['of' => 'it', 'status' => 77], $exception->detail());
    }

    #[Test]
    public function withoutLaravelALockIsWaitedForInVainAsWell(): void
    {
        [$output, $errors] = PackageCopy::run([
            '-r',
            'require $argv[1]; echo get_parent_class(new Cartwright\Exceptions\LockTimeoutException("x"));',
            PackageCopy::REPOSITORY . '/bindings/php/autoload.php',
        ]);

        $this->assertSame([CartException::class, ''], [$output, $errors]);
        $this->assertSame(LaravelsLockTimeoutException::class, get_parent_class(LockTimeoutException::class));
    }

    /**
     * @return array<string, int>
     */
    private static function statusesOfTheHeader(): array
    {
        $header = (string) file_get_contents(PackageCopy::REPOSITORY . '/bindings/php/src/Cartwright/Native/cartwright.ffi.h');
        preg_match('/typedef enum cw_status \{(.+?)\}/s', $header, $enum);
        preg_match_all('/CW_(\w+) = (\d+)/', $enum[1], $found);

        return array_map(intval(...), array_combine($found[1], $found[2]));
    }
}
