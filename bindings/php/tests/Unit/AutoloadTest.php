<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Akaunting\Money\Currency;
use Akaunting\Money\Money;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class AutoloadTest extends TestCase
{
    private const AUTOLOAD = __DIR__ . '/../../autoload.php';

    #[Test]
    public function requiringItTwiceDoesNoHarm(): void
    {
        $before = count(spl_autoload_functions());

        require self::AUTOLOAD;
        require self::AUTOLOAD;

        $this->assertCount($before, spl_autoload_functions());
    }

    #[Test]
    public function aClassThatDoesNotExistIsNotLookedForInVain(): void
    {
        $this->assertFalse(class_exists('MasyukAI\\Cart\\NoSuchClass'));
        $this->assertFalse(class_exists('Cartwright\\NoSuchClass'));
        $this->assertFalse(class_exists('Akaunting\\Money\\NoSuchClass'));
    }

    #[Test]
    public function withoutAkauntingsPackageOurMoneyHasItsName(): void
    {
        $this->assertSame(\Cartwright\Money\Money::class, Money::USD(1)::class);
        $this->assertSame(\Cartwright\Money\Currency::class, (new Currency('USD'))::class);
    }

    /**
     * What an item costs, in a program that has the class from elsewhere.
     */
    #[Test]
    #[DataProvider('monies')]
    public function withAkauntingsPackageMoneyIsThatOne(string $first, string $second): void
    {
        $show = 'echo (new MasyukAI\Cart\Models\CartItem("a", "A", 1999, 2))->getSubtotal()->say();';

        $this->assertSame('the real one: 3998', $this->runScript("{$first} {$second} {$show}"));
    }

    public static function monies(): array
    {
        return self::orders(
            'require ' . var_export(__DIR__ . '/../bootstrap.php', true) . ';',
            ['Akaunting\Money\Money' => <<<'PHP'
                namespace Akaunting\Money;
                class Money {
                    private function __construct(private int|float $amount) {}
                    public static function __callStatic(string $currency, array $given): self { return new self($given[0]); }
                    public function say(): string { return "the real one: {$this->amount}"; }
                }
                PHP],
        );
    }

    #[Test]
    #[DataProvider('providers')]
    public function theProvidersParentIsSpatiesWhereThatIsInstalled(string $first, string $second): void
    {
        $show = 'echo get_parent_class(MasyukAI\Cart\CartServiceProvider::class)::WHO;';

        $this->assertSame('the real one', $this->runScript("{$first} {$second} {$show}"));
    }

    public static function providers(): array
    {
        return self::orders('require ' . var_export(self::AUTOLOAD, true) . ';', [
            'Spatie\LaravelPackageTools\Package' => 'namespace Spatie\LaravelPackageTools; class Package {}',
            'Spatie\LaravelPackageTools\PackageServiceProvider' => <<<'PHP'
                namespace Spatie\LaravelPackageTools;
                abstract class PackageServiceProvider {
                    const WHO = "the real one";
                    abstract public function configurePackage(Package $package): void;
                    public function registeringPackage() {}
                    protected function getPackageBaseDir(): string { return ""; }
                }
                PHP,
        ]);
    }

    /**
     * When the package of these classes can come in: after ours, before it, or declared already.
     *
     * @param array<string, string> $classes their code
     *
     * @return array<string, array{string, string}>
     */
    private static function orders(string $ours, array $classes): array
    {
        $code = var_export($classes, true);
        $theirs = "spl_autoload_register(static function (string \$class): void { eval(({$code})[\$class] ?? ''); });";

        return [
            'ours first' => [$ours, $theirs],
            'theirs first' => [$theirs, $ours],
            'theirs declared before' => ["foreach ({$code} as \$class) { eval(\$class); }", $ours],
        ];
    }

    #[Test]
    public function composerFindsTheSameClassesInTheSamePlaces(): void
    {
        $composer = json_decode((string) file_get_contents(dirname(self::AUTOLOAD) . '/composer.json'), true);

        $this->assertSame(['MasyukAI\\Cart\\' => 'src/Cart/', 'Cartwright\\' => 'src/Cartwright/'], $composer['autoload']['psr-4']);
        $this->assertSame(['src/Cartwright/stand-ins.php'], $composer['autoload']['files']);
        $this->assertSame(['masyukai/cart' => '*'], $composer['replace']);
        $this->assertArrayHasKey('akaunting/laravel-money', $composer['suggest']);
        $this->assertArrayHasKey('spatie/laravel-package-tools', $composer['suggest']);
    }

    private function runScript(string $code): string
    {
        $process = proc_open([PHP_BINARY, '-r', $code], [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
        $output = stream_get_contents($pipes[1]);
        fclose($pipes[1]);
        proc_close($process);

        return $output;
    }
}
