// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// AnchorsCheckpoint is an auto generated low-level Go binding around an user-defined struct.
type AnchorsCheckpoint struct {
	Size uint64
	Root [32]byte
	R    [32]byte
	S    [32]byte
	V    uint8
}

// AnchorsLog is an auto generated low-level Go binding around an user-defined struct.
type AnchorsLog struct {
	Size     uint64
	Anchored uint64
	Count    uint64
	Frozen   bool
	Root     [32]byte
	Signer   common.Address
	Created  uint64
	Tenure   uint32
	Domain   [32]byte
	Origin   string
	Key      [32]byte
}

// AnchorsMetaData contains all meta data concerning the Anchors contract.
var AnchorsMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"registry\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[],\"name\":\"BadOrigin\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"}],\"name\":\"BadSignature\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"}],\"name\":\"LogExists\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"LogFrozen\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"MayNotAnchor\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"NoFork\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoLogKey\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotAnOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"}],\"name\":\"NotConsistent\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"}],\"name\":\"Shrinks\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"UnknownLog\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroAddress\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"Anchored\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"first\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"second\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"ForkReported\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"}],\"name\":\"LogCreated\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"MAX_ORIGIN\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"REGISTRY\",\"outputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32[]\",\"name\":\"proof\",\"type\":\"bytes32[]\"}],\"name\":\"anchor\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"}],\"name\":\"checkpointText\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"key\",\"type\":\"bytes32\"}],\"name\":\"createLog\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"logAt\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"count\",\"type\":\"uint64\"},{\"internalType\":\"bool\",\"name\":\"frozen\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"created\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"tenure\",\"type\":\"uint32\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"key\",\"type\":\"bytes32\"}],\"internalType\":\"structAnchors.Log\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"logCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"logOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"count\",\"type\":\"uint64\"},{\"internalType\":\"bool\",\"name\":\"frozen\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"created\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"tenure\",\"type\":\"uint32\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"key\",\"type\":\"bytes32\"}],\"internalType\":\"structAnchors.Log\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"r\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"s\",\"type\":\"bytes32\"},{\"internalType\":\"uint8\",\"name\":\"v\",\"type\":\"uint8\"}],\"internalType\":\"structAnchors.Checkpoint\",\"name\":\"checkpoint\",\"type\":\"tuple\"}],\"name\":\"reportConflict\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"r\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"s\",\"type\":\"bytes32\"},{\"internalType\":\"uint8\",\"name\":\"v\",\"type\":\"uint8\"}],\"internalType\":\"structAnchors.Checkpoint\",\"name\":\"first\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"r\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"s\",\"type\":\"bytes32\"},{\"internalType\":\"uint8\",\"name\":\"v\",\"type\":\"uint8\"}],\"internalType\":\"structAnchors.Checkpoint\",\"name\":\"second\",\"type\":\"tuple\"}],\"name\":\"reportFork\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Anchors",
	Bin: "0x60a034607457601f61194338819003918201601f19168301916001600160401b03831184841017607957808492602094604052833981010312607457516001600160a01b03811681036074576080526040516118b39081610090823960805181818161016a015281816104d30152610ce20152f35b600080fd5b634e487b7160e01b600052604160045260246000fdfe608080604052600436101561001357600080fd5b60003560e01c90816306433b1b14610cc4575080634810b7e714610ca85780635e5d164314610c8957806384c93acd14610c1d5780638761df8014610b0f5780638e55a6161461091d5780639d14766214610460578063a503898f14610442578063eed96158146100f85763f3d420a01461008d57600080fd5b346100f35760203660031901126100f3576004356100a9610ec4565b506001548110156100df576100cf6100c36100db9261136e565b90549060031b1c610ff5565b60405191829182610d4e565b0390f35b63082fed2360e31b60005260045260246000fd5b600080fd5b346100f35760803660031901126100f357600435610114610eae565b906044356064356001600160401b0381116100f357366023820112156100f3578060040135906001600160401b0382116100f3573660248360051b830101116100f3576101608461139f565b6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001660038201549060405191632bfbdceb60e21b83526004830152604082602481845afa9182156103e257600090600093610409575b506001600160a01b03169081159283156103ee575b50821561034d575b50506103345780549260ff8460c01c1661031f576001600160401b038416906001600160401b03881697828910610302579061022391876024600187019701918754866114dc565b156102e557506fffffffffffffffff00000000000000004360401b16926001600160401b0384886fffffffffffffffffffffffffffffffff198416171760801c16936001600160401b0385146102cf5787869560016001600160401b0360801b910160801b16926001600160401b0360c01b1617171790555560405192835260208301527f7196d6002b555d592bc808cc522b6e167501be1b6185fd206cd187b7330acf7a60403393a3005b634e487b7160e01b600052601160045260246000fd5b869086636b4b162f60e11b60005260045260245260445260646000fd5b88838963f973422560e01b60005260045260245260445260646000fd5b8563c6d97d5360e01b60005260045260246000fd5b8463587abe4960e01b6000526004523360245260446000fd5b3382141592509082610363575b505087806101db565b6020919250604460405180948193633b528d3f60e01b835233600484015260248301525afa9081156103e2576000916103a0575b5015878061035a565b6020813d6020116103da575b816103b960209383610e3b565b810103126103d657519081151582036103d3575087610397565b80fd5b5080fd5b3d91506103ac565b6040513d6000823e3d90fd5b90925063ffffffff600285015460e01c9116141591896101d3565b6001600160a01b039350610435915060403d60401161043b575b61042d8183610e3b565b81019061133a565b926101be565b503d610423565b346100f35760003660031901126100f3576020600154604051908152f35b346100f35760603660031901126100f3576004356001600160401b0381116100f357366023820112156100f3578060040135906001600160401b0382116100f3576024810136602484840101116100f3576024356001600160a01b0381168091036100f357604435936001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016926040519263013eb6b760e51b8452336004850152604084602481885afa9384156103e2576000946108da575b5083156108c55780156108b45786156108a35782158015610899575b6108885760005b838110156105af576000600160fd1b888301602401356001600160f81b031916908111801591906105a1575b8115610593575b506105845750600101610543565b631c2f59db60e01b8152600490fd5b602b60f81b1490508a610576565b607f60f81b8114915061056f565b5086866105bd368686610e77565b6020815191012060405160208101918883526040820152604081526105e3606082610e3b565b5190209586600052600060205260406000209760028901906001600160a01b03825416610861576040602491815192838092632bfbdceb60e21b82528760048301525afa9081156103e257600091610840575b507fe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85560018b015563ffffffff60e01b9060e01b16856001600160401b0360a01b4360a01b1617179055600388015560048701966000976106968154610f17565b601f81116107ee575b508689601f821160011461077b576005948b9261076d575b50508760011b906000198960031b1c19161790555b01556001546801000000000000000081101561075957917fad996f79b0567250bf40e285ec6eb0b1d38a31f408c3c47ea0cee5277d23b8bc9160209661071985600189970160015561136e565b81929154915060031b9086821b91600019901b191617905561074e604051928392835260408984015233966040840191611319565b0390a3604051908152f35b634e487b7160e01b86526041600452602486fd5b602492500101358a806106b7565b828b5260208b208b959092509089601f1981165b8088106107cd5760059750106107b0575b505050600187811b0190556106cc565b016024013560001960038a901b60f8161c191690558980806107a0565b838301602401358555602097880197600190950194909201918b915061078f565b8781111561069f57818a5260208a20601f890160051c9060208a10610838575b81601f9101920160051c03908a5b82811061082a57505061069f565b6001908c818401550161081c565b8b915061080e565b610859915060403d60401161043b5761042d8183610e3b565b90508a610636565b6040516306b0604b60e31b81526020600482015280610884602482018b8b611319565b0390fd5b631c2f59db60e01b60005260046000fd5b5060ff831161053c565b630aebdafb60e01b60005260046000fd5b63d92e233d60e01b60005260046000fd5b63351c880f60e01b6000523360045260246000fd5b90936040823d604011610915575b816108f560409383610e3b565b810103126103d357815161ffff8116036103d35750602001519287610520565b3d91506108e8565b346100f3576101603660031901126100f35760043560a03660231901126100f35760a03660c31901126100f3576109538161139f565b9081549160ff8360c01c16610afa5761096a611303565b9260c435936001600160401b038516908186036100f3576001600160401b03168114801590610aed575b610ad8576109a18361140b565b60e43594602060006109d56109c289856109bd60048b01610f51565b6110b5565b8360405192828480945193849201610d06565b8101039060025afa156103e2576000516101443560ff811681036100f357610a0691610124359161010435916117d5565b506004811015610ac2571590811591610aa7575b50610a8c57505060ff60c01b1916600160c01b1790557fc905825c87460384a385e29bdc56cbe43c43d066c9ff2d72032002f397bbe4b6610a87610a5c611303565b604080516001600160401b039092168252604435602083015281019490945233939081906060820190565b0390a3005b85925050633a6f310f60e11b60005260045260245260446000fd5b90506001600160a01b03806002870154169116141587610a1a565b634e487b7160e01b600052602160045260246000fd5b83637bcaad8160e11b60005260045260246000fd5b5060e43560443514610994565b5063c6d97d5360e01b60005260045260246000fd5b346100f35760c03660031901126100f35760043560a03660231901126100f357610b388161139f565b90815460ff8160c01c16610afa576001600160401b038160801c16158015610c00575b8015610bf1575b610bdc57610b6f8361140b565b60ff60c01b1916600160c01b1782557fc905825c87460384a385e29bdc56cbe43c43d066c9ff2d72032002f397bbe4b6610a876001610bac611303565b94015493604051918291339660443591846040919493926001600160401b03606083019616825260208201520152565b50637bcaad8160e11b60005260045260246000fd5b50600183015460443514610b62565b50610c09611303565b6001600160401b0380831691161415610b5b565b346100f35760603660031901126100f3576004356001600160401b0381116100f357366023820112156100f357610c75610c646100db923690602481600401359101610e77565b610c6c610eae565b604435916110b5565b604051918291602083526020830190610d29565b346100f35760203660031901126100f3576100db6100cf600435610ff5565b346100f35760003660031901126100f357602060405160ff8152f35b346100f35760003660031901126100f3576020906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b60005b838110610d195750506000910152565b8181015183820152602001610d09565b90602091610d4281518092818552858086019101610d06565b601f01601f1916010190565b602081526001600160401b0382511660208201526001600160401b0360208301511660408201526001600160401b036040830151166060820152606082015115156080820152608082015160a08201526001600160a01b0360a08301511660c08201526001600160401b0360c08301511660e082015263ffffffff60e083015116610100820152610100820151610120820152610160610140610e006101208501518383860152610180850190610d29565b93015191015290565b61016081019081106001600160401b03821117610e2557604052565b634e487b7160e01b600052604160045260246000fd5b90601f801991011681019081106001600160401b03821117610e2557604052565b6001600160401b038111610e2557601f01601f191660200190565b929192610e8382610e5c565b91610e916040519384610e3b565b8294818452818301116100f3578281602093846000960137010152565b602435906001600160401b03821682036100f357565b60405190610ed182610e09565b6000610140838281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e08201528261010082015260606101208201520152565b90600182811c92168015610f47575b6020831014610f3157565b634e487b7160e01b600052602260045260246000fd5b91607f1691610f26565b9060405191826000825492610f6584610f17565b8084529360018116908115610fd35750600114610f8c575b50610f8a92500383610e3b565b565b90506000929192526020600020906000915b818310610fb7575050906020610f8a9282010138610f7d565b6020919350806001915483858901015201910190918492610f9e565b905060209250610f8a94915060ff191682840152151560051b82010138610f7d565b61100790611001610ec4565b5061139f565b60056040519161101683610e09565b60ff81546001600160401b03811685526001600160401b038160401c1660208601526001600160401b038160801c16604086015260c01c16151560608401526001810154608084015260028101546001600160a01b03811660a08501526001600160401b038160a01c1660c085015260e01c60e084015260038101546101008401526110a460048201610f51565b610120840152015461014082015290565b600092916001600160401b03168072184f03e93ff9f4daa797ed6e38ed64bf6a1f0160401b8110156112e0575b806d04ee2d6d415b85acef8100000000600a9210156112c5575b662386f26fc100008110156112b1575b6305f5e1008110156112a0575b612710811015611291575b6064811015611283575b1015611278575b600a6021611145600187016113d9565b958601015b60001901916f181899199a1a9b1b9c1cb0b131b232b360811b8282061a83530490811561117957600a9061114a565b50506001809181611203611275956040519060208201526020815261119f604082610e3b565b604051906111ae606083610e3b565b604082527f4142434445464748494a4b4c4d4e4f505152535455565758595a61626364656660208301527f6768696a6b6c6d6e6f707172737475767778797a303132333435363738392b2f60408301526116d9565b6020604051978461121d8a9651809285808a019101610d06565b8501600560f91b8382015261123b8251809385602185019101610d06565b0101600560f91b8382015261125a825180936020600285019101610d06565b0101600560f91b838201520301601e19810184520182610e3b565b90565b600190930192611135565b60646002910495019461112e565b61271060049104950194611124565b6305f5e10060089104950194611119565b662386f26fc100006010910495019461110c565b6d04ee2d6d415b85acef8100000000602091049501946110fc565b506040935072184f03e93ff9f4daa797ed6e38ed64bf6a1f0160401b81046110e2565b6024356001600160401b03811681036100f35790565b908060209392818452848401376000828201840152601f01601f1916010190565b91908260409103126100f35781516001600160a01b03811681036100f35760209092015163ffffffff811681036100f35790565b60015481101561138957600160005260206000200190600090565b634e487b7160e01b600052603260045260246000fd5b908160005260006020526040600020916001600160a01b03600284015416156113c55750565b633d199f1160e01b60005260045260246000fd5b906113e382610e5c565b6113f06040519182610e3b565b8281528092611401601f1991610e5c565b0190602036910137565b6024356001600160401b038116908181036100f357604435926020600061143c6109c287866109bd60048801610f51565b8101039060025afa156103e25760005160a43560ff811681036100f35761146a9160843591606435916117d5565b506004811015610ac25715918215926114a1575b505061148957505050565b50633a6f310f60e11b60005260045260245260446000fd5b600201546001600160a01b03918216911614159050388061147e565b6001600160401b03600019911601906001600160401b0382116102cf57565b949291949390936001600160401b0381166001600160401b03871681811080156116cf575b6116c257801561168857811561167c571461166c576115326001600160401b0361152b81936114bd565b16966114bd565b16955b60018087161461165d5784926000958761163d575b9392919083989796985b868a1015611611578815611602578960051b840135946001808a161480156115f9575b156115df579061158e61159492879b9a989b61185e565b9561185e565b945b6001811615806115d6575b156115b35760011c9660011c96611596565b6001909891929394959697985b811c98811c990198979695949392919094611554565b508015156115a1565b95919293946115f39060019299989961185e565b966115c0565b50898914611577565b50509650505050505050600090565b9550955096505093159384611633575b50508261162d57505090565b14919050565b1492503880611621565b959093508415611653575081359260019561154a565b9650945050505050565b959460011c9460011c95611535565b5050925015918261162d57505090565b50505050509150501590565b505050509250905015908161169b575090565b7fe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85591501490565b5050505050505050600090565b5060418611611501565b9190918051156117bd578051600281018091116102cf5760039004600281901b906001600160fe1b038116036102cf57611712906113d9565b9060208201908081518201956020870190815192600083525b88811061176f575050600393949596505251068060011461175c57600214611751575090565b603d90600019015390565b50603d9081600019820153600119015390565b600360049199969901986001603f8b5182828260121c16870101518453828282600c1c16870101518385015382828260061c168701015160028501531684010151600382015301949761172b565b5090506040516117ce602082610e3b565b6000815290565b91907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411611852579160209360809260ff60009560405194855216868401526040830152606082015282805260015afa156103e2576000516001600160a01b038116156118465790600090600090565b50600090600190600090565b50505060009160039190565b6118a06000916020936040519085820192600160f81b8452602183015260418201526041815261188f606182610e3b565b604051928392839251928391610d06565b8101039060025afa156103e2576000519056",
}

// Anchors is an auto generated Go binding around an Ethereum contract.
type Anchors struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Anchors) GetABI() abi.ABI {
	return c.abi
}

// NewAnchors creates a new instance of Anchors.
func NewAnchors() *Anchors {
	parsed, err := AnchorsMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Anchors{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Anchors) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address registry) returns()
func (anchors *Anchors) PackConstructor(registry common.Address) []byte {
	enc, err := anchors.abi.Pack("", registry)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackMAXORIGIN is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4810b7e7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_ORIGIN() view returns(uint256)
func (anchors *Anchors) PackMAXORIGIN() []byte {
	enc, err := anchors.abi.Pack("MAX_ORIGIN")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXORIGIN is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4810b7e7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_ORIGIN() view returns(uint256)
func (anchors *Anchors) TryPackMAXORIGIN() ([]byte, error) {
	return anchors.abi.Pack("MAX_ORIGIN")
}

// UnpackMAXORIGIN is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4810b7e7.
//
// Solidity: function MAX_ORIGIN() view returns(uint256)
func (anchors *Anchors) UnpackMAXORIGIN(data []byte) (*big.Int, error) {
	out, err := anchors.abi.Unpack("MAX_ORIGIN", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackREGISTRY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06433b1b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function REGISTRY() view returns(address)
func (anchors *Anchors) PackREGISTRY() []byte {
	enc, err := anchors.abi.Pack("REGISTRY")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackREGISTRY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06433b1b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function REGISTRY() view returns(address)
func (anchors *Anchors) TryPackREGISTRY() ([]byte, error) {
	return anchors.abi.Pack("REGISTRY")
}

// UnpackREGISTRY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x06433b1b.
//
// Solidity: function REGISTRY() view returns(address)
func (anchors *Anchors) UnpackREGISTRY(data []byte) (common.Address, error) {
	out, err := anchors.abi.Unpack("REGISTRY", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackAnchor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeed96158.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function anchor(bytes32 id, uint64 size, bytes32 root, bytes32[] proof) returns()
func (anchors *Anchors) PackAnchor(id [32]byte, size uint64, root [32]byte, proof [][32]byte) []byte {
	enc, err := anchors.abi.Pack("anchor", id, size, root, proof)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAnchor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeed96158.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function anchor(bytes32 id, uint64 size, bytes32 root, bytes32[] proof) returns()
func (anchors *Anchors) TryPackAnchor(id [32]byte, size uint64, root [32]byte, proof [][32]byte) ([]byte, error) {
	return anchors.abi.Pack("anchor", id, size, root, proof)
}

// PackCheckpointText is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84c93acd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function checkpointText(string origin, uint64 size, bytes32 root) pure returns(string)
func (anchors *Anchors) PackCheckpointText(origin string, size uint64, root [32]byte) []byte {
	enc, err := anchors.abi.Pack("checkpointText", origin, size, root)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCheckpointText is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84c93acd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function checkpointText(string origin, uint64 size, bytes32 root) pure returns(string)
func (anchors *Anchors) TryPackCheckpointText(origin string, size uint64, root [32]byte) ([]byte, error) {
	return anchors.abi.Pack("checkpointText", origin, size, root)
}

// UnpackCheckpointText is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x84c93acd.
//
// Solidity: function checkpointText(string origin, uint64 size, bytes32 root) pure returns(string)
func (anchors *Anchors) UnpackCheckpointText(data []byte) (string, error) {
	out, err := anchors.abi.Unpack("checkpointText", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackCreateLog is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d147662.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function createLog(string origin, address signer, bytes32 key) returns(bytes32 id)
func (anchors *Anchors) PackCreateLog(origin string, signer common.Address, key [32]byte) []byte {
	enc, err := anchors.abi.Pack("createLog", origin, signer, key)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreateLog is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d147662.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function createLog(string origin, address signer, bytes32 key) returns(bytes32 id)
func (anchors *Anchors) TryPackCreateLog(origin string, signer common.Address, key [32]byte) ([]byte, error) {
	return anchors.abi.Pack("createLog", origin, signer, key)
}

// UnpackCreateLog is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9d147662.
//
// Solidity: function createLog(string origin, address signer, bytes32 key) returns(bytes32 id)
func (anchors *Anchors) UnpackCreateLog(data []byte) ([32]byte, error) {
	out, err := anchors.abi.Unpack("createLog", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackLogAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf3d420a0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function logAt(uint256 index) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint32,bytes32,string,bytes32))
func (anchors *Anchors) PackLogAt(index *big.Int) []byte {
	enc, err := anchors.abi.Pack("logAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLogAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf3d420a0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function logAt(uint256 index) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint32,bytes32,string,bytes32))
func (anchors *Anchors) TryPackLogAt(index *big.Int) ([]byte, error) {
	return anchors.abi.Pack("logAt", index)
}

// UnpackLogAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf3d420a0.
//
// Solidity: function logAt(uint256 index) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint32,bytes32,string,bytes32))
func (anchors *Anchors) UnpackLogAt(data []byte) (AnchorsLog, error) {
	out, err := anchors.abi.Unpack("logAt", data)
	if err != nil {
		return *new(AnchorsLog), err
	}
	out0 := *abi.ConvertType(out[0], new(AnchorsLog)).(*AnchorsLog)
	return out0, nil
}

// PackLogCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa503898f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function logCount() view returns(uint256)
func (anchors *Anchors) PackLogCount() []byte {
	enc, err := anchors.abi.Pack("logCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLogCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa503898f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function logCount() view returns(uint256)
func (anchors *Anchors) TryPackLogCount() ([]byte, error) {
	return anchors.abi.Pack("logCount")
}

// UnpackLogCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa503898f.
//
// Solidity: function logCount() view returns(uint256)
func (anchors *Anchors) UnpackLogCount(data []byte) (*big.Int, error) {
	out, err := anchors.abi.Unpack("logCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5e5d1643.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function logOf(bytes32 id) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint32,bytes32,string,bytes32))
func (anchors *Anchors) PackLogOf(id [32]byte) []byte {
	enc, err := anchors.abi.Pack("logOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5e5d1643.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function logOf(bytes32 id) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint32,bytes32,string,bytes32))
func (anchors *Anchors) TryPackLogOf(id [32]byte) ([]byte, error) {
	return anchors.abi.Pack("logOf", id)
}

// UnpackLogOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5e5d1643.
//
// Solidity: function logOf(bytes32 id) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint32,bytes32,string,bytes32))
func (anchors *Anchors) UnpackLogOf(data []byte) (AnchorsLog, error) {
	out, err := anchors.abi.Unpack("logOf", data)
	if err != nil {
		return *new(AnchorsLog), err
	}
	out0 := *abi.ConvertType(out[0], new(AnchorsLog)).(*AnchorsLog)
	return out0, nil
}

// PackReportConflict is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8761df80.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reportConflict(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) checkpoint) returns()
func (anchors *Anchors) PackReportConflict(id [32]byte, checkpoint AnchorsCheckpoint) []byte {
	enc, err := anchors.abi.Pack("reportConflict", id, checkpoint)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReportConflict is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8761df80.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reportConflict(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) checkpoint) returns()
func (anchors *Anchors) TryPackReportConflict(id [32]byte, checkpoint AnchorsCheckpoint) ([]byte, error) {
	return anchors.abi.Pack("reportConflict", id, checkpoint)
}

// PackReportFork is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e55a616.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reportFork(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) first, (uint64,bytes32,bytes32,bytes32,uint8) second) returns()
func (anchors *Anchors) PackReportFork(id [32]byte, first AnchorsCheckpoint, second AnchorsCheckpoint) []byte {
	enc, err := anchors.abi.Pack("reportFork", id, first, second)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReportFork is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e55a616.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reportFork(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) first, (uint64,bytes32,bytes32,bytes32,uint8) second) returns()
func (anchors *Anchors) TryPackReportFork(id [32]byte, first AnchorsCheckpoint, second AnchorsCheckpoint) ([]byte, error) {
	return anchors.abi.Pack("reportFork", id, first, second)
}

// AnchorsAnchored represents a Anchored event raised by the Anchors contract.
type AnchorsAnchored struct {
	Id   [32]byte
	Size uint64
	Root [32]byte
	By   common.Address
	Raw  *types.Log // Blockchain specific contextual infos
}

const AnchorsAnchoredEventName = "Anchored"

// ContractEventName returns the user-defined event name.
func (AnchorsAnchored) ContractEventName() string {
	return AnchorsAnchoredEventName
}

// UnpackAnchoredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Anchored(bytes32 indexed id, uint64 size, bytes32 root, address indexed by)
func (anchors *Anchors) UnpackAnchoredEvent(log *types.Log) (*AnchorsAnchored, error) {
	event := "Anchored"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchors.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorsAnchored)
	if len(log.Data) > 0 {
		if err := anchors.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchors.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// AnchorsForkReported represents a ForkReported event raised by the Anchors contract.
type AnchorsForkReported struct {
	Id     [32]byte
	Size   uint64
	First  [32]byte
	Second [32]byte
	By     common.Address
	Raw    *types.Log // Blockchain specific contextual infos
}

const AnchorsForkReportedEventName = "ForkReported"

// ContractEventName returns the user-defined event name.
func (AnchorsForkReported) ContractEventName() string {
	return AnchorsForkReportedEventName
}

// UnpackForkReportedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ForkReported(bytes32 indexed id, uint64 size, bytes32 first, bytes32 second, address indexed by)
func (anchors *Anchors) UnpackForkReportedEvent(log *types.Log) (*AnchorsForkReported, error) {
	event := "ForkReported"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchors.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorsForkReported)
	if len(log.Data) > 0 {
		if err := anchors.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchors.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// AnchorsLogCreated represents a LogCreated event raised by the Anchors contract.
type AnchorsLogCreated struct {
	Id     [32]byte
	By     common.Address
	Signer common.Address
	Origin string
	Raw    *types.Log // Blockchain specific contextual infos
}

const AnchorsLogCreatedEventName = "LogCreated"

// ContractEventName returns the user-defined event name.
func (AnchorsLogCreated) ContractEventName() string {
	return AnchorsLogCreatedEventName
}

// UnpackLogCreatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LogCreated(bytes32 indexed id, address indexed by, address signer, string origin)
func (anchors *Anchors) UnpackLogCreatedEvent(log *types.Log) (*AnchorsLogCreated, error) {
	event := "LogCreated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchors.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorsLogCreated)
	if len(log.Data) > 0 {
		if err := anchors.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchors.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (anchors *Anchors) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], anchors.abi.Errors["BadOrigin"].ID.Bytes()[:4]) {
		return anchors.UnpackBadOriginError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["BadSignature"].ID.Bytes()[:4]) {
		return anchors.UnpackBadSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["LogExists"].ID.Bytes()[:4]) {
		return anchors.UnpackLogExistsError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["LogFrozen"].ID.Bytes()[:4]) {
		return anchors.UnpackLogFrozenError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["MayNotAnchor"].ID.Bytes()[:4]) {
		return anchors.UnpackMayNotAnchorError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NoFork"].ID.Bytes()[:4]) {
		return anchors.UnpackNoForkError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NoLogKey"].ID.Bytes()[:4]) {
		return anchors.UnpackNoLogKeyError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NoSuchIndex"].ID.Bytes()[:4]) {
		return anchors.UnpackNoSuchIndexError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NotAnOwner"].ID.Bytes()[:4]) {
		return anchors.UnpackNotAnOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NotConsistent"].ID.Bytes()[:4]) {
		return anchors.UnpackNotConsistentError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["Shrinks"].ID.Bytes()[:4]) {
		return anchors.UnpackShrinksError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["UnknownLog"].ID.Bytes()[:4]) {
		return anchors.UnpackUnknownLogError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return anchors.UnpackZeroAddressError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// AnchorsBadOrigin represents a BadOrigin error raised by the Anchors contract.
type AnchorsBadOrigin struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadOrigin()
func AnchorsBadOriginErrorID() common.Hash {
	return common.HexToHash("0x1c2f59db3e3c7b408ff70c167dee512f7b6cd4ff1f42737d073b75c1e5da7119")
}

// UnpackBadOriginError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadOrigin()
func (anchors *Anchors) UnpackBadOriginError(raw []byte) (*AnchorsBadOrigin, error) {
	out := new(AnchorsBadOrigin)
	if err := anchors.abi.UnpackIntoInterface(out, "BadOrigin", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsBadSignature represents a BadSignature error raised by the Anchors contract.
type AnchorsBadSignature struct {
	Size uint64
	Root [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadSignature(uint64 size, bytes32 root)
func AnchorsBadSignatureErrorID() common.Hash {
	return common.HexToHash("0x74de621e5d174a7ac3b12eae1156be74eae3718a605d6648ebb63266871a8dbc")
}

// UnpackBadSignatureError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadSignature(uint64 size, bytes32 root)
func (anchors *Anchors) UnpackBadSignatureError(raw []byte) (*AnchorsBadSignature, error) {
	out := new(AnchorsBadSignature)
	if err := anchors.abi.UnpackIntoInterface(out, "BadSignature", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsLogExists represents a LogExists error raised by the Anchors contract.
type AnchorsLogExists struct {
	Origin string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LogExists(string origin)
func AnchorsLogExistsErrorID() common.Hash {
	return common.HexToHash("0x35830258dd5a3b32cd9f4f24eb596827806420547693390c2ba250f5cc3b233a")
}

// UnpackLogExistsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LogExists(string origin)
func (anchors *Anchors) UnpackLogExistsError(raw []byte) (*AnchorsLogExists, error) {
	out := new(AnchorsLogExists)
	if err := anchors.abi.UnpackIntoInterface(out, "LogExists", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsLogFrozen represents a LogFrozen error raised by the Anchors contract.
type AnchorsLogFrozen struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LogFrozen(bytes32 id)
func AnchorsLogFrozenErrorID() common.Hash {
	return common.HexToHash("0xc6d97d5380b8afcf1e9b25c4f36a816b014f3a623c83afd91ef5ba991b021729")
}

// UnpackLogFrozenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LogFrozen(bytes32 id)
func (anchors *Anchors) UnpackLogFrozenError(raw []byte) (*AnchorsLogFrozen, error) {
	out := new(AnchorsLogFrozen)
	if err := anchors.abi.UnpackIntoInterface(out, "LogFrozen", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsMayNotAnchor represents a MayNotAnchor error raised by the Anchors contract.
type AnchorsMayNotAnchor struct {
	Id      [32]byte
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MayNotAnchor(bytes32 id, address account)
func AnchorsMayNotAnchorErrorID() common.Hash {
	return common.HexToHash("0x587abe49ffcdbfa5e71c8913d379ce737b28380862351804ffc2489ccb17a654")
}

// UnpackMayNotAnchorError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MayNotAnchor(bytes32 id, address account)
func (anchors *Anchors) UnpackMayNotAnchorError(raw []byte) (*AnchorsMayNotAnchor, error) {
	out := new(AnchorsMayNotAnchor)
	if err := anchors.abi.UnpackIntoInterface(out, "MayNotAnchor", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNoFork represents a NoFork error raised by the Anchors contract.
type AnchorsNoFork struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoFork(bytes32 id)
func AnchorsNoForkErrorID() common.Hash {
	return common.HexToHash("0xf7955b02b874b511f330eaf88a1bd890968f112e8ed7f816d97266e842b645c8")
}

// UnpackNoForkError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoFork(bytes32 id)
func (anchors *Anchors) UnpackNoForkError(raw []byte) (*AnchorsNoFork, error) {
	out := new(AnchorsNoFork)
	if err := anchors.abi.UnpackIntoInterface(out, "NoFork", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNoLogKey represents a NoLogKey error raised by the Anchors contract.
type AnchorsNoLogKey struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoLogKey()
func AnchorsNoLogKeyErrorID() common.Hash {
	return common.HexToHash("0x0aebdafbb70322822785645c001c6ece233eb127470cfabad5d212d77fb85f1d")
}

// UnpackNoLogKeyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoLogKey()
func (anchors *Anchors) UnpackNoLogKeyError(raw []byte) (*AnchorsNoLogKey, error) {
	out := new(AnchorsNoLogKey)
	if err := anchors.abi.UnpackIntoInterface(out, "NoLogKey", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNoSuchIndex represents a NoSuchIndex error raised by the Anchors contract.
type AnchorsNoSuchIndex struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoSuchIndex(uint256 index)
func AnchorsNoSuchIndexErrorID() common.Hash {
	return common.HexToHash("0x417f69182f47a45ce9ba1e2c2a8ea8e6b917df8cdaabf55aefed865b05f6b34c")
}

// UnpackNoSuchIndexError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoSuchIndex(uint256 index)
func (anchors *Anchors) UnpackNoSuchIndexError(raw []byte) (*AnchorsNoSuchIndex, error) {
	out := new(AnchorsNoSuchIndex)
	if err := anchors.abi.UnpackIntoInterface(out, "NoSuchIndex", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNotAnOwner represents a NotAnOwner error raised by the Anchors contract.
type AnchorsNotAnOwner struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAnOwner(address account)
func AnchorsNotAnOwnerErrorID() common.Hash {
	return common.HexToHash("0x351c880f97b5c9fe8a78843b2620da6200784fced5facc1080bec2fc770491c5")
}

// UnpackNotAnOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAnOwner(address account)
func (anchors *Anchors) UnpackNotAnOwnerError(raw []byte) (*AnchorsNotAnOwner, error) {
	out := new(AnchorsNotAnOwner)
	if err := anchors.abi.UnpackIntoInterface(out, "NotAnOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNotConsistent represents a NotConsistent error raised by the Anchors contract.
type AnchorsNotConsistent struct {
	Id       [32]byte
	Anchored uint64
	Size     uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotConsistent(bytes32 id, uint64 anchored, uint64 size)
func AnchorsNotConsistentErrorID() common.Hash {
	return common.HexToHash("0xd6962c5e0b036ecf1f545a8ea66be3cdd4cbb689bb9db9a0672556d4b8927117")
}

// UnpackNotConsistentError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotConsistent(bytes32 id, uint64 anchored, uint64 size)
func (anchors *Anchors) UnpackNotConsistentError(raw []byte) (*AnchorsNotConsistent, error) {
	out := new(AnchorsNotConsistent)
	if err := anchors.abi.UnpackIntoInterface(out, "NotConsistent", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsShrinks represents a Shrinks error raised by the Anchors contract.
type AnchorsShrinks struct {
	Id       [32]byte
	Anchored uint64
	Size     uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Shrinks(bytes32 id, uint64 anchored, uint64 size)
func AnchorsShrinksErrorID() common.Hash {
	return common.HexToHash("0xf973422523fc1814fdba7e698f484f9604181a56be377bcd3ddcde1cae9fdc34")
}

// UnpackShrinksError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Shrinks(bytes32 id, uint64 anchored, uint64 size)
func (anchors *Anchors) UnpackShrinksError(raw []byte) (*AnchorsShrinks, error) {
	out := new(AnchorsShrinks)
	if err := anchors.abi.UnpackIntoInterface(out, "Shrinks", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsUnknownLog represents a UnknownLog error raised by the Anchors contract.
type AnchorsUnknownLog struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownLog(bytes32 id)
func AnchorsUnknownLogErrorID() common.Hash {
	return common.HexToHash("0x3d199f1183868c6135e73df22cf71d9abe1d6ec1dd78ff8f6752e68a15553c40")
}

// UnpackUnknownLogError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownLog(bytes32 id)
func (anchors *Anchors) UnpackUnknownLogError(raw []byte) (*AnchorsUnknownLog, error) {
	out := new(AnchorsUnknownLog)
	if err := anchors.abi.UnpackIntoInterface(out, "UnknownLog", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsZeroAddress represents a ZeroAddress error raised by the Anchors contract.
type AnchorsZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress()
func AnchorsZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xd92e233df2717d4a40030e20904abd27b68fcbeede117eaaccbbdac9618c8c73")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress()
func (anchors *Anchors) UnpackZeroAddressError(raw []byte) (*AnchorsZeroAddress, error) {
	out := new(AnchorsZeroAddress)
	if err := anchors.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}
